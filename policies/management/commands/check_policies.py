"""Validate policy folders and run their worked cases, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from policies.loading.calendars import library_calendar
from policies.loading.folders import Report, check_folder, policy_folders


class Command(BaseCommand):
    """Exit 0 when all pass, 1 when something is wrong, 2 when a path holds no policy."""

    help = "检查政策文件夹：格式、引用、程序和算例。不需要数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, paths: list[Path], as_json: bool, **__: Any) -> None:
        roots = paths or [settings.BASE_DIR / "fixtures" / "policies"]
        folders = [folder for root in roots for folder in policy_folders(root)]
        empty = [str(root) for root in roots if not policy_folders(root)]
        reports = [check_folder(folder, library_calendar()) for folder in folders]
        if as_json:
            body = {"policies": [_json(report) for report in reports], "empty": empty}
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2))
        else:
            for report in reports:
                self._say(report)
            for path in empty:
                self.stderr.write(f"{path}：没有找到 policy.yaml")
        if empty:
            sys.exit(2)
        if not all(report.passed for report in reports):
            sys.exit(1)

    def _say(self, report: Report) -> None:
        ran = len(report.folder.results) if report.folder else 0
        good = sum(one.passed for one in report.folder.results) if report.folder else 0
        verdict = "通过" if report.passed else f"{len(report.problems)} 处问题"
        self.stdout.write(f"{report.name}：算例 {good}/{ran}，{verdict}")
        for problem in report.problems:
            self.stdout.write(f"  {problem}")


def _json(report: Report) -> dict[str, Any]:
    folder = report.folder
    return {
        "name": report.name,
        "passed": report.passed,
        "policy": folder.parsed.policy.key if folder else "",
        "hash": folder.hash if folder else "",
        "cases": len(folder.results) if folder else 0,
        "cases_passed": sum(one.passed for one in folder.results) if folder else 0,
        "problems": [problem.as_dict() for problem in report.problems],
    }
