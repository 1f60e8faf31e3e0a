"""Bring policy folders, or exported files, in as drafts; publishes nothing; safe to repeat."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from common.clock import real_now
from common.errors import Refused
from policies.loading.folders import policy_folders
from policies.loading.transfer import LARGEST
from policies.models import PolicyVersion
from policies.services.drafts import ship_draft
from policies.services.transferring import ship_transfer


class Command(BaseCommand):
    """Exit 0 when all are in, 1 when one is refused, 2 when a path holds no policy."""

    help = "把政策文件夹或导出的政策文件载入为待复核的草稿；内容相同的不再载入。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")

    def handle(self, *_: Any, paths: list[Path], **__: Any) -> None:
        found = []
        for root in paths or [settings.BASE_DIR / "fixtures" / "policies"]:
            here = [root] if root.is_file() else policy_folders(root)
            if not here:
                self.stderr.write(f"{root}：没有找到 policy.yaml")
                sys.exit(2)
            found += here
        refused = False
        for path in found:
            refused |= not self._load(path)
        if refused:
            sys.exit(1)

    def _load(self, path: Path) -> bool:
        try:
            version = _file(path) if path.is_file() else _folder(path)
        except Refused as refusal:
            self.stderr.write(f"{path.name}：")
            for problem in refusal.problems:
                self.stderr.write(f"  {problem}")
            return False
        self.stdout.write(
            f"{path.name}：{version}，{version.get_status_display()}，校验码 {version.short_hash}"
        )
        return True


def _folder(path: Path) -> PolicyVersion:
    return ship_draft(
        at=real_now(),
        name=path.name,
        policy_text=(path / "policy.yaml").read_text(encoding="utf-8"),
        cases_text=(path / "cases.yaml").read_text(encoding="utf-8"),
    )


def _file(path: Path) -> PolicyVersion:
    """A file that another installation exported."""
    with path.open("rb") as file:
        return ship_transfer(at=real_now(), raw=file.read(LARGEST + 1), name=path.name)
