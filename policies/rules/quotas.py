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
from common.explanations import Explanation, Line
from common.money import ceil_places
from policies.rules.conditions import Book, all_hold
from policies.rules.eligibility_model import QuotaRule
from policies.rules.fact_values import Facts
from policies.rules.gates import NO_TERMS
from policies.rules.premise_model import Terms
from policies.rules.shares_explained import share_text

COUNTS = {
    "households": ("户数", "户", 0),
    "communities": ("小区数", "个", 0),
    "buildings": ("楼栋数", "栋", 0),
    "area": ("建筑面积", "㎡", 2),
}
SIGNS = {"at_most": "≤", "at_least": "≥"}


@dataclass(frozen=True, slots=True)
class PlanMember:
    """One project of a plan: its size, and the facts that tell its kind."""

    name: str
    facts: Facts
    households: int = 0
    buildings: int = 0
    area: Decimal = Decimal(0)

    def amount(self, counts: str) -> Fraction:
        """Its size in what the quota counts."""
        return Fraction(1 if counts == "communities" else getattr(self, counts))


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
    room, excess = _distance(rule, part, whole, met=met)
    exact = _exact(part), _exact(whole)
    words = _explain(rule, inside, exact, room, excess, met=met)
    return QuotaOutcome(met, *exact, room, excess, words)


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


def _distance(
    rule: QuotaRule, part: Fraction, whole: Fraction, *, met: bool
) -> tuple[Decimal | None, Decimal]:
    """Room left and excess, in whole units (area: two places), both towards the safe side."""
    places = COUNTS[rule.counts][2]
    short = abs(rule.share * whole - part)
    if rule.bound == "at_most":
        if met:
            room = None if rule.share == 1 else _floor(short / (1 - rule.share), places)
            return room, Decimal(0)
        return Decimal(0), ceil_places(short / (1 - rule.share), places)
    if met:
        room = None if not rule.share else _floor(part / rule.share - whole, places)
        return room, Decimal(0)
    more = short if rule.share == 1 else short / (1 - rule.share)
    return Decimal(0), ceil_places(more, places)


def _floor(value: Fraction, places: int) -> Decimal:
    scale = 10**places
    return Decimal(value * scale // 1).scaleb(-places)


def _exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _explain(
    rule: QuotaRule,
    inside: list[PlanMember],
    sums: tuple[Decimal, Decimal],
    room: Decimal | None,
    excess: Decimal,
    *,
    met: bool,
) -> Explanation:
    name, unit, _ = COUNTS[rule.counts]
    part, whole = sums
    share = share_text(rule.share)
    sign = SIGNS[rule.bound] if met else {"at_most": ">", "at_least": "<"}[rule.bound]
    lines = [Line(one.name, "", f"{_exact(one.amount(rule.counts)):,} {unit}") for one in inside]
    lines.append(Line(f"属此类的{name}", f"{len(inside)} 个项目合计", f"{part:,} {unit}"))
    lines.append(
        Line(
            "占比", f"{part:,} {sign} {whole:,} × {share}", "未超" if met else "不合", emphasis=True
        )
    )
    return Explanation(
        title=rule.name,
        result="符合" if met else "不符合",
        sentence=f"{rule.name}：{_distance_words(rule, room, excess, unit, met=met)}",
        lines=tuple(lines),
        clauses=rule.clauses,
    )


def _distance_words(
    rule: QuotaRule, room: Decimal | None, excess: Decimal, unit: str, *, met: bool
) -> str:
    if rule.bound == "at_most":
        if not met:
            return f"超出，至少调出 {excess:,} {unit}"
        return "不受限制" if room is None else f"还可列入此类 {room:,} {unit}"
    if not met:
        return (
            f"不足，须把其余 {excess:,} {unit}调出"
            if rule.share == 1
            else f"不足，至少再列入此类 {excess:,} {unit}"
        )
    return "不受限制" if room is None else f"还可列入其他 {room:,} {unit}"
