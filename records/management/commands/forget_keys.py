"""Let go of old idempotency keys and drafts: `manage.py forget_keys [--days 90] [--json]`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.clock import real_now
from common.errors import Refused
from records.services.forgetting import SHORTEST, forget

USUAL = 90


class Command(BaseCommand):
    """Run it daily; what was written under the keys stays."""

    help = "清理过期的幂等键和草稿"

    def add_arguments(self, parser: CommandParser) -> None:
        """How many days are kept; `--json` for machines."""
        parser.add_argument("--days", type=int, default=USUAL, help=f"保留天数，至少 {SHORTEST}")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many were let go."""
        try:
            gone = forget(at=real_now(), days=options["days"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(asdict(gone)))
        else:
            self.stdout.write(f"清理幂等键 {gone.keys} 个、草稿 {gone.drafts} 份。")
