"""Satisfaction surveys: who is asked, what the slips come to, and whether they may be relied on.

A slip says building, marks from 1 to 5 and nothing about who filled it in. Everything is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from common.errors import Problem
from common.explanations import Explanation, Input, Line

MARKS = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
SATISFIED = frozenset({4, 5})
WILLING = {"yes": "愿意", "no": "不愿意", "": "未答"}
AGES = {"": "未答", "under35": "35 岁以下", "35to59": "35 至 59 岁", "over60": "60 岁以上"}
ITEMS = {
    "works": "施工质量",
    "order": "施工组织和扰民控制",
    "effect": "改造效果",
    "service": "意见征求和答复",
    "upkeep": "改造后的管理维护",
}
LEAST_RETURNED = Fraction(1, 2)
"""Fewer than half of the slips back, and the survey says so beside its result (audit check 37)."""
UNIFORM_FROM = 10
"""From this many slips on, all alike is suspicious."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip as filled in: marks by item, the mark over all."""

    building: str
    marks: Mapping[str, int]
    overall: int
    willing: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a survey comes to; shares are None where nothing was answered."""

    sample: int
    returned: int
    satisfied: Fraction | None
    means: Mapping[str, Fraction | None]
    willing: Fraction | None
    warnings: tuple[str, ...]
    explanation: Explanation


def slip_problems(slip: Slip, items: Sequence[str], buildings: Sequence[str]) -> list[Problem]:
    """Everything wrong with a slip as typed."""
    problems = []
    if slip.building not in buildings:
        said = "、".join(buildings)
        problems.append(
            Problem("抽样里没有这栋楼", field="building", value=slip.building, expected=said)
        )
    problems += [
        Problem("分数应为 1 至 5", field=key, value=str(slip.marks[key]))
        for key in items
        if slip.marks.get(key) not in {None, *MARKS}
    ]
    problems += [
        Problem("没有这一项", field=key, value=key) for key in slip.marks if key not in items
    ]
    if slip.overall not in MARKS:
        problems.append(Problem("总体评价应为 1 至 5", field="overall", value=str(slip.overall)))
    if slip.willing not in WILLING:
        problems.append(Problem("缴费意愿不对", field="willing", value=slip.willing))
    return problems


def result(slips: Sequence[Slip], items: Mapping[str, str], sample: int) -> Result:
    """Shares and means over the slips, with warnings about what they can carry."""
    good = sum(1 for slip in slips if slip.overall in SATISFIED)
    satisfied = Fraction(good, len(slips)) if slips else None
    means = {key: _mean([slip.marks[key] for slip in slips if key in slip.marks]) for key in items}
    said = [slip.willing for slip in slips if slip.willing]
    willing = Fraction(said.count("yes"), len(said)) if said else None
    warnings = _warnings(slips, sample)
    return Result(
        sample,
        len(slips),
        satisfied,
        means,
        willing,
        warnings,
        _explained(slips, items, sample, good, satisfied, means, warnings),
    )


def percent(share: Fraction | None) -> str:
    """A share with one place after the point, rounded half up; "—" where there is none."""
    return "—" if share is None else f"{_places(share * 100, 1)}%"


def mark(mean: Fraction | None) -> str:
    """A mean with two places after the point; "—" where nobody answered."""
    return "—" if mean is None else _places(mean, 2)


def _places(value: Fraction, places: int) -> str:
    scaled = (value * 10**places + Fraction(1, 2)).__floor__()
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}"


def _mean(marks: Sequence[int]) -> Fraction | None:
    return Fraction(sum(marks), len(marks)) if marks else None


def _warnings(slips: Sequence[Slip], sample: int) -> tuple[str, ...]:
    found = []
    if Fraction(len(slips), sample) < LEAST_RETURNED:
        found.append(f"收回 {len(slips)} 份，不足发出 {sample} 份的一半，结果不宜作为结论")
    kinds = {(*sorted(slip.marks.items()), slip.overall) for slip in slips}
    if len(slips) >= UNIFORM_FROM and len(kinds) == 1:
        found.append(f"{len(slips)} 份答案完全相同，请抽查回访")
    return tuple(found)


def _explained(
    slips: Sequence[Slip],
    items: Mapping[str, str],
    sample: int,
    good: int,
    satisfied: Fraction | None,
    means: Mapping[str, Fraction | None],
    warnings: Sequence[str],
) -> Explanation:
    counts = Counter(slip.overall for slip in slips)
    spread = "、".join(f"{name} {counts[value]}" for value, name in MARKS.items())
    share = f"（很满意 + 满意）{good} ÷ 收回 {len(slips)}"
    lines = [Line("满意率", share, percent(satisfied), emphasis=True)]
    for key, name in items.items():
        lines += [Line(name, "各份分数的平均（5 分制）", mark(means[key]))]
    return Explanation(
        title="满意度调查",
        result=percent(satisfied),
        sentence="不记名，抽样发放；满意率为总体评价“很满意”“满意”的份数占收回份数。",
        status="final" if slips else "undecided",
        inputs=(
            Input("抽样发出", str(sample), "份"),
            Input("收回", str(len(slips)), "份"),
            Input("总体评价", spread),
        ),
        lines=tuple(lines),
        note="；".join(warnings),
    )
