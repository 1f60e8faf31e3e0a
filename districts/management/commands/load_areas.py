"""`manage.py load_areas [FILE] [--json]`: the shipped file unless another is named."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from common.errors import Refused
from districts.services.loading import load_areas


class Command(BaseCommand):
    """Exit 0 when the file is in the register, 1 when its content is refused."""

    help = "装入行政区划"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and `--json` for machines."""
        shipped = Path(settings.BASE_DIR) / "fixtures" / "areas.yaml"
        parser.add_argument("file", nargs="?", type=Path, default=shipped)
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loading again changes nothing."""
        try:
            loaded = load_areas(path=options["file"])
        except Refused as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps(loaded.as_dict()))
        else:
            words = f"区划：新增 {loaded.new}，变更 {loaded.changed}，相同 {loaded.same}。"
            self.stdout.write(words)
