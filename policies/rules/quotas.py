"""What part of a whole annual plan is of a kind, against an exact share; equality is within.

How much may still be added, or must go, follows from part + x ≤ share × (whole + x). A project with
a missing fact leaves the quota undecided, and all of them are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem, Undecidable
from common.explanations import Explanation
from policies.rules.conditions import Book, all_hold
from policies.rules.eligibility_model import QuotaRule
from policies.rules.gates import NO_TERMS
from policies.rules.plan_members import COUNTS, PlanMember, exact
from policies.rules.premise_model import Terms
from policies.rules.quota_distance import distance
from policies.rules.quotas_explained import explain


@dataclass(frozen=True, slots=True)
class QuotaOutcome:
    """`room`: how much more fits (None = no end); `excess`: the least that has to change."""

    met: bool
    part: Decimal
    whole: Decimal
    room: Decimal | None
    excess: Decimal
    explanation: Explanation


def evaluate(
    rule: QuotaRule, members: Sequence[PlanMember], terms: Terms = NO_TERMS
) -> QuotaOutcome:
    """Hold a whole plan against the quota. Raises Undecidable naming every missing fact."""
    inside = _kind(rule, members, terms)
    part = sum((one.amount(rule.counts) for one in inside), Fraction(0))
    whole = sum((one.amount(rule.counts) for one in members), Fraction(0))
    if not whole:
        name = COUNTS[rule.counts][0]
        raise Undecidable(
            Problem(
                f"“{rule.name}”尚不能判定：需要“年度计划的{name}”",
                code="plan_empty",
                remedy="先把项目列入年度计划",
            )
        )
    limit = rule.share * whole
    met = part <= limit if rule.bound == "at_most" else part >= limit
    room, excess = distance(rule, part, whole, met=met)
    sums = exact(part), exact(whole)
    words = explain(rule, inside, sums, room, excess, met=met)
    return QuotaOutcome(met, *sums, room, excess, words)


def _kind(rule: QuotaRule, members: Sequence[PlanMember], terms: Terms) -> list[PlanMember]:
    inside, problems = [], []
    for one in members:
        book = Book(one.facts, terms)
        tests = [book.judge(condition) for condition in rule.conditions]
        holds = all_hold(tests)
        if holds is None:
            missing = [test.key for test in tests if test.holds is None]
            problems.append(
                Problem(
                    f"“{one.name}”{book.needs(missing)}", code="fact_missing", remedy="先补齐再核对"
                )
            )
        elif holds:
            inside.append(one)
    if problems:
        raise Undecidable(problems)
    return inside
