"""What each community of a cluster comes to, as a sheet beside the summary of the whole."""

from __future__ import annotations

from approvals.selectors.communities import JUDGED, Community
from approvals.selectors.summary_values import MatterSummary
from reports.exports.workbook import Table, Value

TURNOUT = (
    ("小区", 20),
    ("应征（户）", 10),
    ("应征（人）", 10),
    ("应征面积（㎡）", 14),
    ("收回", 8),
    ("参与（人）", 10),
    ("参与面积（㎡）", 14),
    ("未收回", 8),
)
CHOICES = (
    ("同意（户）", 10),
    ("同意（人）", 10),
    ("同意面积（㎡）", 14),
    ("反对（户）", 10),
    ("弃权（户）", 10),
    ("无效", 8),
)


def beside_the_whole(name: str, matter: MatterSummary, standing: str, *, counting: bool) -> Table:
    """One matter by community; `counting`: with what was said, for those who count."""
    whole = Community("全组团", matter.whole)
    heads = sum(one.count.all_heads for one in matter.communities) - matter.whole.all_heads
    notes = [JUDGED + "。"]
    if heads:
        notes.append(f"{heads} 人次是在几个小区有房的业主，各小区各计一次，全组团合计只计 1 人。")
    return Table(
        f"{matter.name[:24]}各小区",
        f"{name}（{matter.name}各小区，{standing}）",
        (*TURNOUT, *(CHOICES if counting else ())),
        [_row(one, counting=counting) for one in matter.communities],
        _row(whole, counting=counting),
        notes,
    )


def _row(one: Community, *, counting: bool) -> tuple[Value, ...]:
    made = one.count
    turnout = (
        *(one.name, made.all_units, made.all_heads, made.all_area, made.returned_units),
        *(made.participating_heads, made.participating_area, made.missing_units),
    )
    if not counting:
        return turnout
    said = (made.agree_units, made.agree_heads, made.agree_area)
    return (*turnout, *said, made.against_units, made.abstain_units, made.invalid_units)
