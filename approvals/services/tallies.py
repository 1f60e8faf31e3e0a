"""Running tallies under the round's lock, and what they report downward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import User
from approvals.models import Round, RunningTally
from approvals.rules.parts import WHOLE, Asked, Part, RollUnit
from approvals.rules.tally import FIELDS, Count, tally
from approvals.selectors.blindness import matters_shown, turnout_said
from approvals.selectors.recounting import answers_of, full_counts
from approvals.selectors.rules import judged, matters_of, method_of, round_rule, under
from approvals.services import locking
from common.clock import civil_day
from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules.consent import ConsentOutcome
from policies.rules.gates import FactValue, Value
from policies.rules.vocabulary import Lifecycle
from renovation.services.facts import clear_facts, record_shared_facts

__all__ = [
    "answers_of",
    "apply",
    "decided",
    "full_counts",
    "locked",
    "report",
    "start_running",
    "take_back",
    "together",
    "under_way",
]
TURNOUT = (
    "consent.turnout_heads",
    "consent.turnout_area",
    "consent.agree_heads",
    "consent.agree_area",
    "consent.passed",
)


def locked(pk: int) -> Round:
    """The round's row after its project's, locked until the transaction ends (one query).

    All projects of a cluster are locked, in the order of their keys (one query more).
    """
    found = locking.locked(Round, pk)
    if found.members:
        found.projects = locking.lock_projects(found.members)
    return found


def under_way(pk: int) -> Round:
    """The locked round of projects that go on; Refused once one of them has left the plan."""
    found = locked(pk)
    if any(project.state == Lifecycle.WITHDRAWN for project in found.projects):
        raise Refused(
            Problem(
                "项目已退出计划，这一轮征询不再办理",
                code="withdrawn",
                remedy="可将这一轮作废；收回的意见表留档",
            )
        )
    return found


def start_running(round_: Round, roll: Sequence[RollUnit], at: datetime) -> None:
    """The first running tallies: nothing returned yet."""
    method = method_of(round_)
    RunningTally.objects.bulk_create(
        RunningTally(
            round=round_, matter=matter.key, updated=at, **part._asdict(), **_columns(count)
        )
        for matter in matters_of(round_)
        for part, count in tally(roll, {}, method, Asked.of(matter)).items()
    )


def apply(
    round_: Round, changes: Mapping[str, Mapping[Part, Count]], at: datetime
) -> dict[str, Count]:
    """Add changes (matter → part → difference) and return the whole's counts by matter.

    Two queries, whatever the roll's size; the caller holds the round's lock.
    """
    parts = {part for by_part in changes.values() for part in by_part} | {WHOLE}
    rows = RunningTally.objects.filter(round=round_, building__in={one.building for one in parts})
    touched = [row for row in rows if row.part in parts]
    whole: dict[str, Count] = {}
    moved = {"updated"}
    for row in touched:
        before = Count.of(row)
        count = before + changes.get(row.matter, {}).get(row.part, Count())
        for name in FIELDS:
            if getattr(before, name) != getattr(count, name):
                moved.add(name)
                setattr(row, name, getattr(count, name))
        row.updated = at
        if row.part == WHOLE:
            whole[row.matter] = count
    RunningTally.objects.bulk_update(touched, sorted(moved))  # building the statement costs most
    return whole


def report(
    *,
    by: User,
    at: datetime,
    round_: Round,
    whole: Mapping[str, Count],
    confirmed: bool = False,
    source: str = "实时计票",
) -> list[ConsentOutcome]:
    """Write the round's facts for gates and cards; `passed` only once a second person confirmed.

    With several matters the weakest figure counts: every one that decides for the round must pass.
    A round of some buildings or entrances reports nothing: it decides for them alone. One of a
    cluster reports to all of its projects. Where papers are read blind, how owners answered is
    reported once it is confirmed; till then turnout alone.
    """
    outcomes = [judged(round_, matter, whole[matter.key]) for matter in matters_of(round_)]
    if round_.partial:
        return outcomes
    least: dict[str, Value] = {
        "consent.turnout_heads": min(c.participating_heads for c in whole.values()),
        "consent.turnout_area": min(c.participating_area for c in whole.values()),
    }
    told = together(round_, outcomes)
    if confirmed or round_rule(round_).rule.second_entry != "blind":
        least["consent.agree_heads"] = min(c.agree_heads for c in whole.values())
        least["consent.agree_area"] = min(c.agree_area for c in whole.values())
    else:
        shown = matters_shown(round_, blind=True)
        told = turnout_said(
            together(round_, [judged(round_, matter, whole[matter.key]) for matter in shown])
        )
    passed = confirmed and decided(round_, outcomes)
    day = civil_day(at)
    facts = [FactValue(key, round_.key, value, as_of=day) for key, value in least.items()]
    facts.append(FactValue("consent.passed", round_.key, passed, as_of=day))
    explained = {("consent.passed", round_.key): told}
    record_shared_facts(
        by=by,
        at=at,
        projects=round_.projects,
        facts=facts,
        source=f"{round_.name}{source}",
        explanations=explained,
    )
    return outcomes


def decided(round_: Round, outcomes: Sequence[ConsentOutcome]) -> bool:
    """Whether the round passes: by the matters that decide for all, else by every part's own."""
    pairs = list(zip(matters_of(round_), outcomes, strict=True))
    whole = [outcome for matter, outcome in pairs if matter.decides == "whole"]
    return all(outcome.passed for outcome in whole or outcomes)


def take_back(*, by: User, at: datetime, round_: Round) -> None:
    """The round's facts no longer hold (voided)."""
    if round_.partial:
        return
    keys = [(key, round_.key) for key in TURNOUT]
    for project in round_.projects:
        clear_facts(by=by, at=at, project=project, keys=keys)


def together(round_: Round, outcomes: Sequence[ConsentOutcome]) -> Explanation:
    """One explanation of the round: its own for one matter, else all tests of all matters."""
    if len(outcomes) == 1:
        return outcomes[0].explanation
    passed = decided(round_, outcomes)
    valid = all(outcome.valid for outcome in outcomes)
    whole = Explanation(
        title=round_.name,
        result="通过" if passed else ("未通过" if valid else "尚未有效"),
        sentence="".join(outcome.explanation.sentence for outcome in outcomes),
        clauses=round_rule(round_).rule.clauses,
        children=tuple(test for outcome in outcomes for test in outcome.explanation.children),
    )
    return under(whole, round_rule(round_), round_.pin)


def _columns(count: Count) -> dict[str, object]:
    return {name: getattr(count, name) for name in FIELDS}
