"""Fill the demonstration: `manage.py load_demo`. Refused in an installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.demo.build import build


class Command(BaseCommand):
    """Real plan, invented people; the same services as everywhere."""

    help = "装入演示数据"

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it unless it is there; exit 2 where there is no demonstration clock.

        Whole or not at all: one that is stopped midway leaves nothing, and is simply asked again.
        """
        if not settings.DEMO_NOW:
            raise CommandError("演示数据只能装入演示环境（DEMO_NOW 未设置）。", returncode=2)
        with transaction.atomic():
            build(self.stdout.write)
