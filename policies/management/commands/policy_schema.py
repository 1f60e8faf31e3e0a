"""Write the JSON Schemas of policy files, or say whether the committed ones are current."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.loading.json_schema import FOLDER, schemas


class Command(BaseCommand):
    """Exit 0 when written or current, 1 when `--check` finds an old one."""

    help = "生成 docs/schemas/ 下的 JSON Schema；--check 只核对。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        for name, text in schemas().items():
            path = FOLDER / name
            current = path.read_text(encoding="utf-8") if path.exists() else ""
            if check and current != text:
                self.stderr.write(f"{name} 已过时，请运行 manage.py policy_schema")
                sys.exit(1)
            if not check:
                path.write_text(text, encoding="utf-8")
