"""Recompute the audit trail: `manage.py verify_audit [--json] [--heads FOLDER]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from accounts.selectors.trail import check_all


class Command(BaseCommand):
    """Exit 0 when every chain holds, 1 when one is broken or shorter than its exported head."""

    help = "核验操作记录的校验链"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` for machines; `--heads` where exported heads lie."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--heads", type=Path, default=Path(settings.VAR_DIR) / "audit")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a chain."""
        states = check_all(options["heads"])
        ok = all(state.ok for state in states)
        if options["json"]:
            body = {"ok": ok, "chains": [state.as_dict() for state in states]}
            self.stdout.write(json.dumps(body, ensure_ascii=False))
        else:
            for state in states:
                word = "完好" if state.ok else state.message
                self.stdout.write(f"{state.chain}：{state.entries} 条，{word}")
            self.stdout.write("校验链完好。" if ok else "校验链有断裂，请立即报告审计管理员。")
        if not ok:
            sys.exit(1)
