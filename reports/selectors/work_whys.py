"""The 依据 of work in hand: which projects a count of the workbench or of a unit holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F

from common.explanations import Explanation, Input, Line
from renovation.models.projects import ProjectQuerySet
from reports.selectors import workload
from reports.selectors.listed_projects import BUCKETS, bucket_of, due_of, part

HELD = "在办：已有当前步骤，没有办结、没有退出的项目；由当前步骤的牵头单位办。"


def of_load(hand: ProjectQuerySet, on: date, units: frozenset[str]) -> Explanation:
    """The four counts of the workbench, with the projects behind each (two queries)."""
    load = workload.load(hand, on, units)
    rows, splits = _in_hand(hand), (load.late, load.soon, load.later)
    return Explanation(
        title="在办件数",
        result=str(load.total.all),
        unit="件",
        sentence=HELD,
        inputs=(Input("今天", on.isoformat()),),
        lines=(
            *(
                Line(label, f"我 {one.mine} + 他人 {one.others}", str(one.all))
                for (_, label, _), one in zip(BUCKETS, splits, strict=True)
            ),
            Line(
                "合计在办",
                " + ".join(str(one.all) for one in splits),
                str(load.total.all),
                emphasis=True,
            ),
        ),
        children=tuple(
            part(
                label,
                [row for row in rows if bucket_of(row["due_on"], on) == key],
                due_of,
                "",
                f"{rule}。",
            )
            for key, label, rule in BUCKETS
        ),
    )


def of_holder(unit: str, hand: ProjectQuerySet, on: date) -> Explanation | None:
    """The projects that wait for one unit (two queries); None where none does."""
    held = next((one for one in workload.holders(hand, on) if one.code == unit), None)
    if held is None:
        return None
    rows = _in_hand(hand.filter(current_step__lead_code=unit))
    late = [row for row in rows if bucket_of(row["due_on"], on) == "late"]
    return Explanation(
        title=f"在谁手里：{held.name}",
        result=str(held.count),
        unit="件",
        sentence=HELD,
        inputs=(Input("今天", on.isoformat()),),
        children=(
            part("在办", rows, due_of, ""),
            part("其中逾期", late, due_of, "", f"{BUCKETS[0][2]}。"),
        ),
    )


def _in_hand(hand: ProjectQuerySet) -> list[dict[str, Any]]:
    rows = hand.order_by(F("due_on").asc(nulls_last=True), "sort_key", "pk")
    return list(rows.annotate(step=F("current_step__name")).values("name", "step", "due_on"))
