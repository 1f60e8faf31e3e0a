"""Owners' consent: turnout and agreement apart, by exact fractions; never a rounded comparison.

A test compares `numerator` with `share` of its population. What must be reached is shown rounded
up (heads to whole heads, area to 0.01 ㎡), because a shown minimum must be enough. Source of the
fractions and of "以上 includes the number": the policy's clauses, Civil Code 278 and 1259.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from common.errors import Problem, Undecidable
from common.explanations import Clause, Explanation, Input, Line
from common.money import ceil_places
from common.shares import in_words, percent_beside
from policies.rules.model import ConsentTest, Matter, Veto

MEASURES = {"heads": ("人数", "人", 0), "area": ("面积", "㎡", 2), "households": ("户数", "户", 0)}
SIGNS = {">=": "≥", ">": ">"}
NUMERATORS = {"participate": "参与", "agree": "同意"}


@dataclass(frozen=True, slots=True)
class Counts:
    """The three layers of a count: all on the roll, those taking part, those agreeing.

    Heads and households are whole numbers, areas ㎡. `against_heads` None: not counted, which only
    a veto minds. Raises ValueError when a layer exceeds the one around it or is negative.
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
    against_heads: int | None = None

    def __post_init__(self) -> None:
        for measure in MEASURES:
            whole, part, agree = self.layers(measure)
            if not 0 <= agree <= part <= whole:
                raise ValueError(f"{measure}: {agree} of {part} of {whole}")
        if not 0 <= (self.against_heads or 0) <= self.participating_heads - self.agree_heads:
            raise ValueError(f"heads: {self.against_heads} against")

    def layers(self, measure: str) -> tuple[Fraction, Fraction, Fraction]:
        """All, participating, agreeing in that measure."""
        return (
            Fraction(getattr(self, f"all_{measure}")),
            Fraction(getattr(self, f"participating_{measure}")),
            Fraction(getattr(self, f"agree_{measure}")),
        )


# Counts of parts of the owners: (group, scope) to the parts by name, such as buildings.
Group = Literal["owners", "paying", "affected"]
Groups = Mapping[tuple[str, str], Mapping[str, Counts]]
GROUPS: dict[str, str] = {"owners": "业主", "paying": "出资业主", "affected": "受影响业主"}
SCOPES: dict[str, str] = {
    "community": "小区",
    "cluster": "组团连片",
    "building": "各楼栋",
    "entrance": "各单元",
}


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """One threshold: what is there, of what, what is needed (exact and shown), what is missing.

    `part` names the building or entrance that it was put to, "" for the whole.
    """

    __test__ = False

    test: ConsentTest
    value: Fraction
    base: Fraction
    needed: Fraction
    needed_shown: Decimal
    missing: Decimal
    met: bool
    explanation: Explanation
    part: str = ""

    @property
    def label(self) -> str:
        """参与人数, 同意面积, 3号楼同意人数, …"""
        return self.part + label(self.test)

    @property
    def unit(self) -> str:
        """人, ㎡ or 户."""
        return MEASURES[self.test.measure][1]


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What one building or entrance comes to by its own tests; `objections`: against, by a veto."""

    part: str
    tests: tuple[TestOutcome, ...]
    objections: int = 0

    @property
    def valid(self) -> bool:
        """Whether enough of its owners take part."""
        return all(one.met for one in self.tests if one.test.numerator == "participate")

    @property
    def passed(self) -> bool:
        """Whether every test of it holds and nobody who may has objected."""
        return all(one.met for one in self.tests) and not self.objections

    @property
    def words(self) -> str:
        """通过, 未通过 or 参与不足."""
        return "通过" if self.passed else ("未通过" if self.valid else "参与不足")


@dataclass(frozen=True, slots=True)
class ConsentOutcome:
    """`valid`: enough take part. `passed`: valid, and enough of them agree, in every part.

    `parts`: buildings or entrances judged by themselves; `objections`: votes against that stop it.
    """

    valid: bool
    passed: bool
    tests: tuple[TestOutcome, ...]
    explanation: Explanation
    parts: tuple[PartOutcome, ...] = ()
    objections: int = 0


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


def evaluate(matter: Matter, counts: Counts, groups: Groups | None = None) -> ConsentOutcome:
    """Judge one matter on these counts, test by test, and by its veto.

    `counts` are those of all owners of the community; `groups` those of other owners and parts
    that tests ask about. Undecidable with all that is missing.
    """
    known: Groups = {("owners", "community"): {"": counts}, **(groups or {})}
    _complete(matter, known)
    tests = tuple(
        _judge(test, part, name, matter.clauses)
        for test in matter.tests
        for name, part in known[_group(test.population), test.scope].items()
    )
    stopped = _objections(matter.veto, known) if matter.veto else 0
    valid = all(one.met for one in tests if one.test.numerator == "participate")
    agreed = all(one.met for one in tests if one.test.numerator == "agree")
    passed = valid and agreed and not stopped
    parts = _parts(matter, tests, known)
    explained = _whole(matter, tests, valid=valid, passed=passed, stopped=stopped)
    if matter.decides == "each":
        explained = _each(matter, parts, explained)
    inputs = _inputs(counts, {test.measure for test in matter.tests})
    explained = replace(explained, inputs=inputs)
    return ConsentOutcome(valid, passed, tests, explained, parts, stopped)


def _each(matter: Matter, parts: tuple[PartOutcome, ...], explained: Explanation) -> Explanation:
    """Every part's own word instead of one for all."""
    said = "；".join(f"{one.part}{one.words}" for one in parts)
    won = sum(one.passed for one in parts)
    return replace(
        explained,
        sentence=f"“{matter.name}”由{SCOPES[matter.tests[0].scope]}自行决定：{said}。",
        result=f"{won} 处通过，{len(parts) - won} 处未通过",
    )


def _parts(
    matter: Matter, tests: tuple[TestOutcome, ...], known: Groups
) -> tuple[PartOutcome, ...]:
    against: Mapping[str, Counts] = {}
    if matter.veto:
        against = known[_group(matter.veto.population), matter.veto.scope]
    names = dict.fromkeys([*(one.part for one in tests), *against])
    return tuple(
        PartOutcome(
            name,
            tuple(one for one in tests if one.part == name),
            (against[name].against_heads or 0) if name in against else 0,
        )
        for name in names
        if name
    )


def _whole(
    matter: Matter, tests: tuple[TestOutcome, ...], *, valid: bool, passed: bool, stopped: int
) -> Explanation:
    gaps = [_gap(one) for one in tests if not one.met]
    if stopped and matter.veto:
        gaps.append(f"{GROUPS[_group(matter.veto.population)]} {stopped} 人反对，一票否决")
    if passed:
        sentence = f"“{matter.name}”各项均达到规定比例，表决通过。"
    else:
        words = "有效，未通过" if valid else "参与不足，尚未有效"
        sentence = f"“{matter.name}”{words}：{'；'.join(gaps)}。"
    children = tuple(one.explanation for one in tests)
    if matter.veto:
        children = (*children, _veto_explained(matter.veto, stopped))
    return Explanation(
        title=matter.name,
        result="通过" if passed else ("未通过" if valid else "尚未有效"),
        sentence=sentence,
        clauses=matter.clauses,
        children=children,
    )


def _group(population: str) -> str:
    return population if population in {"paying", "affected"} else "owners"


def _complete(matter: Matter, known: Groups) -> None:
    """Every group that is asked about must have been counted; an empty one is an answer too."""
    asked = [(_group(test.population), test.scope) for test in matter.tests]
    if matter.veto:
        asked.append((_group(matter.veto.population), matter.veto.scope))
    missing = [f"{SCOPES[s]}{GROUPS[g]}的计票" for g, s in asked if (g, s) not in known]
    if matter.veto and not missing:
        parts = known[_group(matter.veto.population), matter.veto.scope].values()
        missing += ["反对人数"] if any(one.against_heads is None for one in parts) else []
    if missing:
        names = "”“".join(dict.fromkeys(missing))
        raise Undecidable(Problem(f"尚不能判定：需要“{names}”", code="fact_missing"))


def _objections(veto: Veto, known: Groups) -> int:
    parts = known[_group(veto.population), veto.scope].values()
    return sum(one.against_heads or 0 for one in parts)


def _veto_explained(veto: Veto, stopped: int) -> Explanation:
    who = GROUPS[_group(veto.population)]
    return Explanation(
        title=f"{who}无人反对",
        result=f"{stopped} 人反对",
        sentence=f"{who} {stopped} 人反对，{'一票否决' if stopped else '未被否决'}",
        lines=(Line(f"{who}反对", "须为 0 人", f"{stopped} 人", emphasis=True),),
        clauses=veto.clauses,
        note=veto.says,
    )


def show(value: Fraction, measure: str) -> str:
    """15,908.15 or 97, with separators."""
    places = MEASURES[measure][2]
    if places == 0:
        return f"{int(value):,}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):,.2f}"


class _Judged(NamedTuple):
    part: str
    test: ConsentTest
    value: Fraction
    base: Fraction
    least: Decimal
    missing: Decimal
    met: bool


def _judge(
    test: ConsentTest, counts: Counts, part_name: str, clauses: tuple[Clause, ...]
) -> TestOutcome:
    whole, part, agree = counts.layers(test.measure)
    value = part if test.numerator == "participate" else agree
    base = part if test.population == "participants" else whole
    least = minimum(test, base)
    met = holds(test, value, base)
    short = ceil_places(Fraction(least) - value, MEASURES[test.measure][2])
    missing = Decimal(0) if met else max(short, Decimal(0))
    explanation = _explain(_Judged(part_name, test, value, base, least, missing, met), clauses)
    exact = test.share * base
    return TestOutcome(test, value, base, exact, least, missing, met, explanation, part_name)


def _explain(one: _Judged, clauses: tuple[Clause, ...]) -> Explanation:
    test = one.test
    name, (noun, unit, _) = one.part + label(test), MEASURES[test.measure]
    have, of = show(one.value, test.measure), show(one.base, test.measure)
    who = one.part + WHO[test.population]
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


WHO = {
    "all": "全体业主",
    "participants": "参与表决的业主",
    "paying": "出资业主",
    "affected": "受影响业主",
}


def _sentence(one: _Judged, have: str, of: str) -> str:
    unit = MEASURES[one.test.measure][1]
    words = in_words(one.test.share)
    reached = f"{'已到' if one.met else '未到'}{words}（{one.least:,} {unit}）"
    tail = "" if one.met else f"，还差 {one.missing:,} {unit}"
    share = percent_beside(one.value, one.base, one.test.share)
    head = f"{one.part}{label(one.test)} {have}/{of} {unit}（{share}）"
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
