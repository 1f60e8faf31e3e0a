"""Worked examples against a policy: facts in, expected outcome, what came out.

Pure: the calendar is passed in. A case that is refused where an outcome was expected is a failing
case with the refusal's words, never an error of the runner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from common.errors import DomainError
from policies.rules.evaluating import EVALUATORS, Evaluation, evaluate
from policies.rules.evaluation import Facts, text
from policies.rules.model import Policy
from policies.rules.timing import Calendar


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example; `depends` names the conflicts on whose reading it rests."""

    id: str
    title: str
    kind: str
    facts: Facts
    expect: Mapping[str, Any]
    depends: tuple[str, ...] = ()

    @property
    def theme(self) -> str:
        """The theme of the policy that it belongs under."""
        return EVALUATORS[self.kind].theme


@dataclass(frozen=True, slots=True)
class Missed:
    """One result that did not come out as expected."""

    key: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case gave; `missed` is empty when it passes, `found` None when it was refused.

    `why`: what kept it from being decided, or the refusal's words.
    """

    case: Case
    got: Mapping[str, str]
    missed: tuple[Missed, ...]
    why: str = ""
    found: Evaluation | None = None

    @property
    def differences(self) -> tuple[str, ...]:
        """What was missed, one line each, with the reason once."""
        return tuple(
            f"{one.key} 应为 {one.expected}，算得 {one.got}"
            + (f"（{self.why}）" if self.why and one is self.missed[0] else "")
            for one in self.missed
        )

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.missed

    @property
    def conclusion(self) -> str:
        """What came out in one line of words."""
        return self.found.conclusion if self.found else self.got["error"]


def run(policy: Policy, case: Case, calendar: Calendar) -> CaseResult:
    """Evaluate one case."""
    found, got = _outcome(policy, case, calendar)
    expected = {key: text(value) for key, value in case.expect.items()}
    missed = tuple(
        Missed(key, value, got.get(key, "（无）"))
        for key, value in expected.items()
        if not _same(got.get(key), value)
    )
    return CaseResult(case, got, missed, got.get("why") or got.get("error", ""), found)


def run_all(policy: Policy, cases: tuple[Case, ...], calendar: Calendar) -> tuple[CaseResult, ...]:
    """Every case, in the file's order."""
    return tuple(run(policy, case, calendar) for case in cases)


def _outcome(
    policy: Policy, case: Case, calendar: Calendar
) -> tuple[Evaluation | None, Mapping[str, str]]:
    try:
        found = evaluate(policy, case.kind, case.facts, calendar)
    except DomainError as refusal:
        return None, {"error": str(refusal)}
    except (KeyError, ValueError, TypeError, ArithmeticError):
        return None, {"error": "这些事实互相矛盾或超出范围，算不出结果"}
    return found, found.outcome


def _same(got: str | None, expected: str) -> bool:
    if got is None or got == expected:
        return got == expected
    try:
        return Decimal(got) == Decimal(expected)
    except ArithmeticError:
        return False
