"""Bring the shipped policies in as drafts; publishes nothing; safe to repeat."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from common.clock import real_now
from common.errors import Refused
from policies.loading.folders import policy_folders
from policies.services.drafts import ship_draft


class Command(BaseCommand):
    """Exit 0 when all are in, 1 when one is refused, 2 when a path holds no policy."""

    help = "把政策文件夹载入为待复核的草稿；内容相同的不再载入。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")

    def handle(self, *_: Any, paths: list[Path], **__: Any) -> None:
        folders = []
        for root in paths or [settings.BASE_DIR / "fixtures" / "policies"]:
            found = policy_folders(root)
            if not found:
                self.stderr.write(f"{root}：没有找到 policy.yaml")
                sys.exit(2)
            folders += found
        refused = False
        for folder in folders:
            refused |= not self._load(folder)
        if refused:
            sys.exit(1)

    def _load(self, folder: Path) -> bool:
        try:
            version = ship_draft(
                at=real_now(),
                name=folder.name,
                policy_text=(folder / "policy.yaml").read_text(encoding="utf-8"),
                cases_text=(folder / "cases.yaml").read_text(encoding="utf-8"),
            )
        except Refused as refusal:
            self.stderr.write(f"{folder.name}：")
            for problem in refusal.problems:
                self.stderr.write(f"  {problem}")
            return False
        self.stdout.write(
            f"{folder.name}：{version}，{version.get_status_display()}，校验码 {version.short_hash}"
        )
        return True
