"""Owners' consent: turnout and agreement apart, by exact fractions; never a rounded comparison.

A test compares `numerator` with `share` of its population. What must be reached is shown rounded
up (heads to whole heads, area to 0.01 ㎡), because a shown minimum must be enough. Source of the
fractions and of "以上 includes the number": the policy's clauses, Civil Code 278 and 1259.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from common.explanations import Clause, Explanation, Input, Line
from common.money import ceil_places
from common.shares import in_words, percent
from policies.rules.model import ConsentTest, Matter

MEASURES = {"heads": ("人数", "人", 0), "area": ("面积", "㎡", 2), "households": ("户数", "户", 0)}
SIGNS = {">=": "≥", ">": ">"}
NUMERATORS = {"participate": "参与", "agree": "同意"}


@dataclass(frozen=True, slots=True)
class Counts:
    """The three layers of a count: all on the roll, those taking part, those agreeing.

    Heads and households are whole numbers, areas ㎡. Raises ValueError when a layer exceeds the
    one around it or is negative.
    """

    all_heads: int
    all_area: Decimal
    participating_heads: int = 0
    participating_area: Decimal = Decimal(0)
    agree_heads: int = 0
    agree_area: Decimal = Decimal(0)
    all_households: int = 0
    participating_households: int = 0
    agree_households: int = 0

    def __post_init__(self) -> None:
        for measure in MEASURES:
            whole, part, agree = self.layers(measure)
            if not 0 <= agree <= part <= whole:
                raise ValueError(f"{measure}: {agree} of {part} of {whole}")

    def layers(self, measure: str) -> tuple[Fraction, Fraction, Fraction]:
        """All, participating, agreeing in that measure."""
        return (
            Fraction(getattr(self, f"all_{measure}")),
            Fraction(getattr(self, f"participating_{measure}")),
            Fraction(getattr(self, f"agree_{measure}")),
        )


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """One threshold: what is there, of what, what is needed (exact and shown), what is missing."""

    __test__ = False

    test: ConsentTest
    value: Fraction
    base: Fraction
    needed: Fraction
    needed_shown: Decimal
    missing: Decimal
    met: bool
    explanation: Explanation

    @property
    def label(self) -> str:
        """参与人数, 同意面积, …"""
        return label(self.test)

    @property
    def unit(self) -> str:
        """人, ㎡ or 户."""
        return MEASURES[self.test.measure][1]


@dataclass(frozen=True, slots=True)
class ConsentOutcome:
    """`valid`: enough take part. `passed`: valid, and enough of them agree."""

    valid: bool
    passed: bool
    tests: tuple[TestOutcome, ...]
    explanation: Explanation


def label(test: ConsentTest) -> str:
    """What a test measures, in words."""
    return NUMERATORS[test.numerator] + MEASURES[test.measure][0]


def parameter(test: ConsentTest) -> str:
    """≥ 2/3, > 1/2, as the policy page shows it."""
    return f"{SIGNS[test.operator]} {test.share.numerator}/{test.share.denominator}"


def minimum(test: ConsentTest, base: Fraction) -> Decimal:
    """The least whole head or 0.01 ㎡ that meets the test on this base."""
    places = MEASURES[test.measure][2]
    exact = test.share * base
    shown = ceil_places(exact, places)
    if test.operator == ">" and Fraction(shown) == exact:
        shown += Decimal(1).scaleb(-places)
    return shown


def holds(test: ConsentTest, value: Fraction, base: Fraction) -> bool:
    """Exact comparison; nothing holds of nothing."""
    if base <= 0:
        return False
    exact = test.share * base
    return value >= exact if test.operator == ">=" else value > exact


def evaluate(matter: Matter, counts: Counts) -> ConsentOutcome:
    """Judge one matter on these counts, test by test."""
    tests = tuple(_judge(test, counts, matter.clauses) for test in matter.tests)
    valid = all(one.met for one in tests if one.test.numerator == "participate")
    passed = valid and all(one.met for one in tests if one.test.numerator == "agree")
    open_tests = [one for one in tests if not one.met]
    if passed:
        sentence = f"“{matter.name}”各项均达到规定比例，表决通过。"
    else:
        gaps = "；".join(_gap(one) for one in open_tests)
        sentence = f"“{matter.name}”{'有效，未通过' if valid else '参与不足，尚未有效'}：{gaps}。"
    explanation = Explanation(
        title=matter.name,
        result="通过" if passed else ("未通过" if valid else "尚未有效"),
        sentence=sentence,
        inputs=_inputs(counts, {test.measure for test in matter.tests}),
        clauses=matter.clauses,
        children=tuple(one.explanation for one in tests),
    )
    return ConsentOutcome(valid, passed, tests, explanation)


def show(value: Fraction, measure: str) -> str:
    """15,908.15 or 97, with separators."""
    places = MEASURES[measure][2]
    if places == 0:
        return f"{int(value):,}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):,.2f}"


class _Judged(NamedTuple):
    test: ConsentTest
    value: Fraction
    base: Fraction
    least: Decimal
    missing: Decimal
    met: bool


def _judge(test: ConsentTest, counts: Counts, clauses: tuple[Clause, ...]) -> TestOutcome:
    whole, part, agree = counts.layers(test.measure)
    value = part if test.numerator == "participate" else agree
    base = whole if test.population == "all" else part
    least = minimum(test, base)
    met = holds(test, value, base)
    short = ceil_places(Fraction(least) - value, MEASURES[test.measure][2])
    missing = Decimal(0) if met else max(short, Decimal(0))
    explanation = _explain(_Judged(test, value, base, least, missing, met), clauses)
    return TestOutcome(test, value, base, test.share * base, least, missing, met, explanation)


def _explain(one: _Judged, clauses: tuple[Clause, ...]) -> Explanation:
    test = one.test
    name, (noun, unit, _) = label(test), MEASURES[test.measure]
    have, of = show(one.value, test.measure), show(one.base, test.measure)
    who = "全体业主" if test.population == "all" else "参与表决的业主"
    gap = "" if one.met else f"还差 {one.missing:,}"
    exact = _exact(test.share * one.base)
    return Explanation(
        title=name,
        result=f"{have}/{of}",
        unit=unit,
        sentence=_sentence(one, have, of) if one.base > 0 else f"{name}：{who}为 0，不能判定为达到",
        inputs=(Input(f"{who}{noun}", of, unit), Input(name, have, unit)),
        lines=(
            Line("须达", f"{of} × {test.share.numerator}/{test.share.denominator}", exact),
            Line("按显示位数进位", "", f"{one.least:,}"),
            Line(name, f"{have} {SIGNS[test.operator]} {exact}", gap or "达到", emphasis=True),
        ),
        clauses=clauses,
    )


def _sentence(one: _Judged, have: str, of: str) -> str:
    unit = MEASURES[one.test.measure][1]
    words = in_words(one.test.share)
    reached = f"{'已到' if one.met else '未到'}{words}（{one.least:,} {unit}）"
    tail = "" if one.met else f"，还差 {one.missing:,} {unit}"
    head = f"{label(one.test)} {have}/{of} {unit}（{percent(one.value, one.base)}）"
    return f"{head}，{reached}{tail}"


def _exact(value: Fraction) -> str:
    """The exact number where its decimals end, else four of them, said to be rounded."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    shown = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{shown.normalize():,f}" if denominator == 1 else f"约 {shown:,.4f}"


def _gap(one: TestOutcome) -> str:
    return f"{one.label}还差 {one.missing:,} {one.unit}" if one.base > 0 else f"{one.label}尚无基数"


def _inputs(counts: Counts, measures: set[str]) -> tuple[Input, ...]:
    rows = []
    for measure in (name for name in MEASURES if name in measures):
        noun, unit, _ = MEASURES[measure]
        for word, value in zip(("全体", "参与", "同意"), counts.layers(measure), strict=True):
            rows.append(Input(f"{word}{noun}", show(value, measure), unit))
    return tuple(rows)
