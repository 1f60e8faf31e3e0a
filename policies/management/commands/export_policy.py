"""Write one version as one file, for another installation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.clock import real_now
from policies.loading.transfer import SUFFIX
from policies.models import PolicyVersion
from policies.services.transferring import packed


class Command(BaseCommand):
    """Exit 0 when written, 2 when there is no such version."""

    help = "把政策的一个版本导出为一个文件；不写版次时导出最新一版。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("policy", metavar="POLICY", help="政策编号，如 linqu-2024")
        parser.add_argument("--sequence", type=int, metavar="N", help="版次")
        parser.add_argument("--out", type=Path, metavar="FILE", help="文件；不写则打印")

    def handle(
        self, *_: Any, policy: str, sequence: int | None, out: Path | None, **__: Any
    ) -> None:
        rows = PolicyVersion.objects.select_related("policy").filter(policy__key=policy)
        rows = rows.filter(sequence=sequence) if sequence else rows.order_by("-sequence")
        version = rows.first()
        if version is None:
            self.stderr.write(f"没有政策“{policy}”" + (f"第 {sequence} 版" if sequence else ""))
            sys.exit(2)
        text = packed(version, at=real_now())
        if out is None:
            self.stdout.write(text, ending="")
            return
        out.write_text(text, encoding="utf-8")
        self.stdout.write(f"{out}：{version}，校验码 {version.short_hash}（{SUFFIX}）")
