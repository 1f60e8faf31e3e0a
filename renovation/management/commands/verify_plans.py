"""Add up what was issued and every entry since: exit 0 each line is that sum, 1 not."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from renovation.models import Plan
from renovation.selectors.baseline import differences


class Command(BaseCommand):
    """`manage.py verify_plans [--area CODE] [--json]`"""

    help = "逐个计划核对：各行现数是否等于印发数加历次调整；不一致时退出码为 1"

    def add_arguments(self, parser: CommandParser) -> None:
        """A place or everywhere, words or JSON."""
        parser.add_argument("--area", default="", help="只核对这里的计划（区划代码）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Compare and say what does not tie."""
        plans = Plan.objects.filter(issued_on__isnull=False).within(options["area"])
        found, number = [], 0
        for plan in plans.order_by("pk"):
            number += 1
            found += [{"plan": plan.title, "what": words} for words in differences(plan)]
        if options["json"]:
            answer = {"plans": number, "differences": found}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for row in found:
                self.stdout.write(f"{row['plan']} {row['what']}")
            self.stdout.write(f"核对 {number} 个计划，不一致 {len(found)} 处")
        if found:
            raise SystemExit(1)
