"""Encrypt owners anew under the first key: `manage.py rotate_keys [--batch N] [--json]`.

Put the new key first in FIELD_KEYS, keep the old one behind it, run this, then drop the old one.
Look-up digests have a key of their own, which is not rotated here.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from districts.services.keys import rotate


class Command(BaseCommand):
    """Can be stopped and started again: rows under the first key are left alone."""

    help = "用新的密钥重新加密业主信息"

    def add_arguments(self, parser: CommandParser) -> None:
        """How many rows a transaction; `--json` for machines."""
        parser.add_argument("--batch", type=int, default=500, help="每批行数")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many rows were encrypted anew."""
        count = rotate(batch=options["batch"])
        if options["json"]:
            self.stdout.write(json.dumps({"rotated": count}))
        else:
            self.stdout.write(f"重新加密 {count} 人。")
