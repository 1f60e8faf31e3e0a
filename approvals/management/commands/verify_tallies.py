"""Recount every stored tally and seal by another path: exit 0 all tie, 1 not, 2 called wrongly."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from approvals.models import Round
from approvals.selectors.verifying import differences


class Command(BaseCommand):
    """`manage.py verify_tallies [--round ID] [--json]`"""

    help = "用另一种办法逐轮重新计票，与已存的计票结果比对；不一致时退出码为 1"

    def add_arguments(self, parser: CommandParser) -> None:
        """One round or all, words or JSON."""
        parser.add_argument("--round", type=int, help="只核对这一轮（编号）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Compare and say what does not tie."""
        rounds = Round.objects.select_related("pin", "project").exclude(state="void")
        if options["round"]:
            rounds = rounds.filter(pk=options["round"])
            if not rounds.exists():
                raise CommandError(f"没有编号为 {options['round']} 的征询", returncode=2)
        found = []
        checked = 0
        for round_ in rounds.order_by("pk"):
            checked += 1
            found += differences(round_)
        if options["json"]:
            body = {"rounds": checked, "differences": [asdict(row) for row in found]}
            self.stdout.write(json.dumps(body, ensure_ascii=False))
        else:
            for row in found:
                self.stdout.write(
                    f"第 {row.round_id} 轮 {row.where} {row.field}："
                    f"存 {row.stored}，重算 {row.counted}"
                )
            self.stdout.write(f"核对 {checked} 轮，不一致 {len(found)} 处")
        if found:
            raise SystemExit(1)
