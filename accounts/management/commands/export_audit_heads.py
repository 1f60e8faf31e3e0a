"""Write the head of every audit chain to a file: `manage.py export_audit_heads [--folder FOLDER]`.

Kept away from the database, the file shows later whether entries were cut off at the end.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from accounts.selectors.trail import check_all
from common.clock import real_now


class Command(BaseCommand):
    """One file a moment: heads-20240621T083000.json."""

    help = "导出各链的链头"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files lie."""
        parser.add_argument("--folder", type=Path, default=Path(settings.VAR_DIR) / "audit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Never overwrites an earlier file of another moment."""
        now = real_now()
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        heads = [
            {"chain": state.chain, "entries": state.entries, "head": state.head}
            for state in check_all()
        ]
        file = folder / f"heads-{now:%Y%m%dT%H%M%S}.json"
        body = {"exported": now.isoformat(timespec="seconds"), "chains": heads}
        file.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"已导出 {len(heads)} 条链的链头：{file}")
