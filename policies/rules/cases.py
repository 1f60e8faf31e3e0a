"""Running worked examples against a policy: facts in, expected outcome, what came out.

Pure: the calendar is passed in. A case that raises where an outcome was expected is a failing case
with the refusal's words, never an error of the runner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from common.errors import DomainError
from policies.rules import approvals, consent, gates, shares, timing
from policies.rules.model import Gate, Policy
from policies.rules.vocabulary import FACTS

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example; `depends` names the conflicts on whose reading it rests."""

    id: str
    title: str
    kind: str
    theme: str
    facts: Facts
    expect: Mapping[str, Any]
    depends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case gave; `differences` is empty when it passes."""

    case: Case
    got: Mapping[str, str]
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.differences


def run(policy: Policy, case: Case, calendar: timing.Calendar) -> CaseResult:
    """Evaluate one case."""
    try:
        got = RUNNERS[case.kind](policy, case.facts, calendar)
    except DomainError as error:
        got = {"undecided": "true", "why": str(error)}
    except (KeyError, ValueError, TypeError, ArithmeticError) as error:
        got = {"error": f"{type(error).__name__}: {error}"}
    expected = {key: _text(value) for key, value in case.expect.items()}
    differences = tuple(
        f"{key} 应为 {value}，算得 {got.get(key, '（无）')}"
        + (f"（{got['why']}）" if "why" in got else got.get("error", ""))
        for key, value in expected.items()
        if not _same(got.get(key), value)
    )
    return CaseResult(case, got, differences)


def run_all(
    policy: Policy, cases: tuple[Case, ...], calendar: timing.Calendar
) -> tuple[CaseResult, ...]:
    """Every case, in the file's order."""
    return tuple(run(policy, case, calendar) for case in cases)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _same(got: str | None, expected: str) -> bool:
    if got is None or got == expected:
        return got == expected
    try:
        return Decimal(got) == Decimal(expected)
    except ArithmeticError:
        return False


def _by_key(rows: Any, key: str) -> Any:
    for row in rows:
        if row.key == key:
            return row
    raise KeyError(key)


def _consent(policy: Policy, facts: Facts, _calendar: timing.Calendar) -> dict[str, str]:
    matter = _by_key(_by_key(policy.rounds, facts["round"]).matters, facts["matter"])
    numbers: dict[str, Any] = {
        name: Decimal(value) if name.endswith("area") else int(value)
        for name, value in facts["counts"].items()
    }
    outcome = consent.evaluate(matter, consent.Counts(**numbers))
    got = {"valid": _text(outcome.valid), "passed": _text(outcome.passed)}
    for one in outcome.tests:
        name = f"{one.test.numerator}_{one.test.measure}"
        got |= {f"needs_{name}": str(one.needed_shown), f"missing_{name}": str(one.missing)}
    return got


def _notice(policy: Policy, facts: Facts, calendar: timing.Calendar) -> dict[str, str]:
    rule = _by_key(policy.notices, facts["notice"])
    return _day(timing.notice_last_day(rule, facts["posted"], calendar))


def _deadline(policy: Policy, facts: Facts, calendar: timing.Calendar) -> dict[str, str]:
    if policy.procedure is None:
        raise KeyError("procedure")
    deadline = policy.procedure.step(facts["step"]).deadline
    if deadline is None:
        raise KeyError("deadline")
    return _day(timing.due_date(deadline, facts.get("start"), calendar))


def _day(result: timing.DayResult) -> dict[str, str]:
    return {
        "day": result.day.isoformat() if result.day else "",
        "provisional": _text(result.provisional),
        "clash": _text(bool(result.clash)),
    }


def _gate(policy: Policy, facts: Facts, _calendar: timing.Calendar) -> dict[str, str]:
    steps = policy.procedure.steps if policy.procedure else ()
    gate: Gate = _by_key((gate for step in steps for gate in step.gates), facts["gate"])
    values = {}
    for name, text in facts.get("facts", {}).items():
        key, _, scope = name.partition("@")
        value = gates.parse_value(FACTS[key], _text(text))
        values[key, scope] = gates.FactValue(key, scope, value)
    outcome = gates.evaluate(gate, values, facts["on"])
    return {"met": _text(outcome.met), "gap": outcome.gap}


def _shares(policy: Policy, facts: Facts, _calendar: timing.Calendar) -> dict[str, str]:
    if policy.shares is None:
        raise KeyError("shares")
    items = tuple(
        shares.CostItem(
            str(index),
            row.get("name", str(index)),
            row.get("level", ""),
            Decimal(row["amount"]),
            frozenset(row.get("tags", ())),
        )
        for index, row in enumerate(facts["items"])
    )
    outcome = shares.determine(
        policy.shares,
        shares.ShareFacts(
            items,
            Decimal(facts.get("area", "0")),
            social=Decimal(facts.get("social", "0")),
            stage=facts.get("stage", "estimate"),
        ),
    )
    return {payer: str(amount) for payer, amount in outcome.by_payer.items()} | {
        "total": str(outcome.total)
    }


def _apportion(policy: Policy, facts: Facts, _calendar: timing.Calendar) -> dict[str, str]:
    if policy.shares is None:
        raise KeyError("shares")
    homes = [
        shares.Home(row["code"], Decimal(row["area"]), row.get("building", ""))
        for row in facts["homes"]
    ]
    parts = shares.apportion(policy.shares, Decimal(facts["due"]), homes)
    return {code: str(amount) for code, amount in parts.items()}


def _merge(policy: Policy, facts: Facts, _calendar: timing.Calendar) -> dict[str, str]:
    outcome = approvals.merge_for(policy.merges, Decimal(facts["cost"]))
    return {"row": outcome.key, "merged": str(len(outcome.merged))}


def _catalogue(policy: Policy, facts: Facts, _calendar: timing.Calendar) -> dict[str, str]:
    got = {"items": str(len(policy.catalogue))}
    for level in policy.levels:
        got[level.key] = str(sum(item.level == level.key for item in policy.catalogue))
    got["must"] = str(sum(item.must for item in policy.catalogue))
    if "code" in facts:
        got["with_code"] = str(sum(item.code == facts["code"] for item in policy.catalogue))
    got["codes"] = str(len({item.code for item in policy.catalogue}))
    return got


RUNNERS: dict[str, Callable[[Policy, Facts, timing.Calendar], dict[str, str]]] = {
    "consent": _consent,
    "notice": _notice,
    "deadline": _deadline,
    "gate": _gate,
    "shares": _shares,
    "apportion": _apportion,
    "merge": _merge,
    "catalogue": _catalogue,
}
