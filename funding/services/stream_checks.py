"""What the policy of the place lets a source pay for; a booking against it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from common.errors import Problem, Undecidable
from funding.models import Source
from funding.selectors.determinations import live, most_advanced
from policies.rules.stream_model import StreamRule
from policies.rules.streams import StreamOutcome, Use, check
from renovation.models import Project
from renovation.selectors.governing import in_force

# What a purpose of a payment says of the costs that it pays; works may be of any kind.
TAGS_OF_PURPOSE: dict[str, frozenset[str]] = {"preliminary": frozenset({"preliminary"})}


def stream_problems(
    project: Project,
    source: Source,
    amount: Decimal,
    on: date,
    *,
    already: Decimal = Decimal("0.00"),
    purpose: str = "",
) -> list[Problem]:
    """Problems by the stream rules in force on the day of the booking, each with its clause.

    `already`: what the source was allocated before, 元; a share of the total counts both. A payment
    is held against the uses only where its `purpose` says of what kind its costs are. What lies
    outside a stream's years is no refusal: `stream_flags` names it.
    """
    tags = TAGS_OF_PURPOSE.get(purpose)
    found: list[Problem] = []
    for rule in _rules(project, source, on):
        total = _total(project) if rule.at_most is not None and not purpose else None
        outcome = _check(rule, project, amount, on, already, tags, total)
        found += [one for one in outcome.problems if one.code != "stream_apart"]
        if rule.at_most is not None and not purpose and total is None:
            found.append(
                Problem(
                    f"{rule.name}有占总投资的限额，尚不能判定：需要“总投资”",
                    code="total_missing",
                    field="source",
                    remedy="先办理出资测算",
                )
            )
    return [one for one in found if not (purpose and one.code == "stream_limit")]


def stream_flags(project: Project, source: Source, amount: Decimal, on: date) -> list[str]:
    """Use outside a stream's years, in words for the record."""
    return [
        problem.message
        for rule in _rules(project, source, on)
        for problem in _check(rule, project, amount, on, Decimal(0), None, None).flags
    ]


def _rules(project: Project, source: Source, on: date) -> Iterable[StreamRule]:
    try:
        rules = in_force(project.area_code, "streams", on).rule
    except Undecidable:
        return []  # no policy in force that day says anything of streams
    return [rule for rule in rules if rule.source == source.kind]


def _check(
    rule: StreamRule,
    project: Project,
    amount: Decimal,
    on: date,
    already: Decimal,
    tags: frozenset[str] | None,
    total: Decimal | None,
) -> StreamOutcome:
    use = Use(amount, already, tags, total, on.year, project.area_code)
    return check(rule, use)


def _total(project: Project) -> Decimal | None:
    row = most_advanced(live(project).values())
    return row.total if row else None
