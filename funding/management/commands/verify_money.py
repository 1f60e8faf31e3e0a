"""`manage.py verify_money [--area CODE] [--json]`: stored money against a second computation."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.area_codes import is_area_code
from funding.services.verifying import verify
from renovation.models import Project

REFUSED = 1


class Command(BaseCommand):
    """Exit code 0: everything agrees; 1: differences, each on a line; 2: called wrongly."""

    help = "用另一条路径重算出资测算、分户应缴、台账与收支，列出不一致之处"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A place, and the shape of the answer."""
        parser.add_argument("--area", default="", help="区划代码，缺省为全部")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, area: str, as_json: bool, **__: Any) -> None:
        """Check and say."""
        if area and not is_area_code(area):
            raise CommandError(f"“{area}”不是区划代码", returncode=2)
        projects = Project.objects.within(area).order_by("code")
        found = list(verify(projects))
        if as_json:
            answer = {
                "projects": projects.count(),
                "differences": [asdict(one) for one in found],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for one in found:
                self.stdout.write(f"{one.project} {one.what}：存 {one.stored}，算 {one.computed}")
            self.stdout.write(f"核对 {projects.count()} 个项目，不一致 {len(found)} 处")
        if found:
            raise SystemExit(REFUSED)
