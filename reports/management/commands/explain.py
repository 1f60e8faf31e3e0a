"""Why a gate, deadline, share or vote of a project is what it is."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.clock import business_today
from common.explanations import in_text
from renovation.models import Project
from reports.selectors.explaining import Explained, explain_one, project_of


class Command(BaseCommand):
    """Exit 0 when it is explained, or the list is asked for; 1 when the project has no such thing
    (what it has is listed); 2 when there is no such project."""

    help = "说明一个项目的关口、期限、出资或表决结果为什么是这样；不写 WHAT 则列出可说明的事项。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="项目编号、名称或序号")
        parser.add_argument("what", metavar="WHAT", nargs="?", default="", help="如 deadline.start")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, project: str, what: str, as_json: bool, **__: Any) -> None:
        row = project_of(project)
        if row is None:
            self._say(
                {"project": project, "problem": "没有这个项目，或有同名的，请用项目编号"},
                as_json=as_json,
            )
            sys.exit(2)
        found, every = explain_one(row, what, business_today())
        if found is not None:
            self._explain(row, found, as_json=as_json)
            return
        problem = f"项目没有“{what}”这一项" if what else ""
        if as_json:
            self._say(
                _body(row) | {"problem": problem, "known": [_line(one) for one in every]},
                as_json=True,
            )
        else:
            if problem:
                self.stderr.write(f"{problem}；可说明的有：")
            for one in every:
                self.stdout.write(f"{one.key}  {one.kind}  {one.label}：{one.explanation.result}")
        if problem:
            sys.exit(1)

    def _explain(self, project: Project, found: Explained, *, as_json: bool) -> None:
        if as_json:
            why = {"explanation": found.explanation.to_dict()}
            self._say(_body(project) | _line(found) | why, as_json=True)
            return
        self.stdout.write(f"{project.name}（{project.code}）")
        for line in in_text(found.explanation):
            self.stdout.write(line)

    def _say(self, body: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2))
        else:
            self.stderr.write(body["problem"])


def _body(project: Project) -> dict[str, Any]:
    return {"project": project.code, "name": project.name}


def _line(one: Explained) -> dict[str, Any]:
    return {
        "what": one.key,
        "kind": one.kind,
        "label": one.label,
        "result": one.explanation.result,
        "unit": one.explanation.unit,
    }
