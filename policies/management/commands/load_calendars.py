"""Seed the working-day calendars; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from policies.services.calendars import load_calendars


class Command(BaseCommand):
    """Exit 0 always: years already there are kept."""

    help = "载入工作日历（已有的年份不变）。"

    def handle(self, *_: Any, **__: Any) -> None:
        count = load_calendars()
        self.stdout.write(
            f"工作日历：新载入 {count} 个特殊日" if count else "工作日历已齐，没有改动"
        )
