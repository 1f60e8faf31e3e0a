"""A standard checked item by item: how many are met, which are missing, which nobody looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from common.explanations import Explanation, Line
from policies.rules.model import Checklist

MARKS = {True: "达标", False: "未达标", None: "未检查"}


@dataclass(frozen=True, slots=True)
class ChecklistOutcome:
    """`passed` None: items nobody has looked at could still change the answer."""

    passed: bool | None
    met: int
    missing: tuple[str, ...]
    unmarked: tuple[str, ...]
    explanation: Explanation


def check_items(checklist: Checklist, marks: Mapping[str, bool]) -> ChecklistOutcome:
    """Judge a standard by the marks of its items; marks of foreign items count for nothing."""
    met = [one for one in checklist.items if marks.get(one.key) is True]
    missing = tuple(one.name for one in checklist.items if marks.get(one.key) is False)
    unmarked = tuple(one.name for one in checklist.items if one.key not in marks)
    passed: bool | None = None
    if len(met) >= checklist.needed:
        passed = True
    elif len(met) + len(unmarked) < checklist.needed:
        passed = False
    return ChecklistOutcome(
        passed, len(met), missing, unmarked, _explain(checklist, marks, passed, len(met))
    )


def _explain(
    checklist: Checklist,
    marks: Mapping[str, bool],
    passed: bool | None,  # noqa: FBT001  three answers, not a switch
    met: int,
) -> Explanation:
    whole = len(checklist.items)
    result = {True: "达标", False: "未达标", None: "尚不能判定"}[passed]
    left = [one.name for one in checklist.items if one.key not in marks]
    sentence = f"{whole} 项中 {met} 项达标，须 {checklist.needed} 项"
    if passed is None:
        sentence = f"尚不能判定：需要检查“{'”“'.join(left)}”；{sentence}"
    return Explanation(
        title=checklist.name,
        result=result,
        sentence=sentence,
        status="undecided" if passed is None else "final",
        lines=tuple(
            Line(one.name, one.group, MARKS[marks.get(one.key)]) for one in checklist.items
        ),
        clauses=checklist.clauses,
        note=checklist.says,
    )
