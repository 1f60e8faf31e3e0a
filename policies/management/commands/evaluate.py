"""Ask rules of a policy folder with facts from a file, without a database."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.errors import Problem, Refused
from common.explanations import Version, in_text
from policies.loading.calendars import library_calendar
from policies.loading.facts import Question, read_questions
from policies.loading.folders import read_policy
from policies.rules.evaluating import EVALUATORS, Evaluation, evaluate


@dataclass(slots=True)
class _Asked:
    """What asking gave: the version asked, the answers, everything that was wrong."""

    version: Version | None = None
    hash: str = ""
    answers: list[tuple[Question, Evaluation]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Command(BaseCommand):
    """Exit 0 when every question got its answer ("cannot be decided" is one), 1 when the policy or
    the facts are refused, 2 when a path does not exist."""

    help = "用事实文件（YAML）试问政策文件夹中的规则，打印结果与依据。不需要数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--facts", type=Path, required=True, metavar="FACTS.yaml")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_: Any, path: Path, facts: Path, as_json: bool, **__: Any) -> None:
        wanted = (path / "policy.yaml", facts)
        absent = [str(one) for one in wanted if not one.is_file()]
        if absent:
            problems = [
                Problem(
                    "没有这个文件",
                    code="path",
                    field=one,
                    expected="政策文件夹中的 policy.yaml，和写有问题的 YAML 文件",
                    remedy="核对路径；问题的写法见 docs/contracts.md 的 evaluate",
                )
                for one in absent
            ]
            self._say(_Asked(problems=problems), as_json=as_json)
            sys.exit(2)
        asked = _ask(path, facts)
        self._say(asked, as_json=as_json)
        if asked.problems:
            sys.exit(1)

    def _say(self, asked: _Asked, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_json(asked), ensure_ascii=False, indent=2))
            return
        for problem in asked.problems:
            self.stderr.write(str(problem))
        for question, found in asked.answers:
            self.stdout.write(f"{EVALUATORS[question.kind].label}：{found.conclusion}")
            for line in in_text(found.explanation, 1):
                self.stdout.write(line)


def _ask(folder: Path, facts: Path) -> _Asked:
    """Everything that is wrong with the policy and the facts at once, else the answers."""
    asked = _Asked()
    questions: list[Question] = []
    try:
        questions = read_questions(facts)
    except Refused as refusal:
        asked.problems += refusal.problems
    try:
        policy, asked.version, asked.hash = read_policy(folder)
    except Refused as refusal:
        asked.problems += refusal.problems
        return asked
    for index, one in enumerate(questions):
        try:
            found = evaluate(policy, one.kind, one.facts, library_calendar(), asked.version)
            asked.answers.append((one, found))
        except Refused as refusal:
            where = f"{facts.name}: [{index}]"
            asked.problems += [
                replace(problem, field=f"{where}.{problem.field}" if problem.field else where)
                for problem in refusal.problems
            ]
    return asked


def _json(asked: _Asked) -> dict[str, Any]:
    version = asked.version
    return {
        "policy": version.policy if version else "",
        "hash": asked.hash,
        "results": [
            {
                "kind": question.kind,
                "decided": found.decided,
                "conclusion": found.conclusion,
                "outcome": dict(found.outcome),
                "explanation": found.explanation.to_dict(),
            }
            for question, found in asked.answers
        ],
        "problems": [problem.as_dict() for problem in asked.problems],
    }
