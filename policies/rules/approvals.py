"""Which approvals may be filed as one: the first row whose limit holds, equality included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.errors import Undecidable
from common.explanations import Explanation, Input, Line
from policies.rules.model import ApprovalMerge


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What is filed as one and what apart."""

    key: str
    merged: tuple[str, ...]
    separate: tuple[str, ...]
    explanation: Explanation


def merge_for(rows: Sequence[ApprovalMerge], cost: Decimal) -> MergeOutcome:
    """The row for a total investment in 元; Undecidable above the last limit."""
    for row in rows:
        if row.at_most and cost > Decimal(row.at_most):
            continue
        limit = f"≤ {Decimal(row.at_most):,.2f}" if row.at_most else "不设上限"
        return MergeOutcome(
            row.key,
            row.merged,
            row.separate,
            Explanation(
                title="立项审批合并",
                result="合并编报" + "、".join(row.merged) if row.merged else "分别编报",
                sentence=row.says,
                inputs=(Input("总投资", f"{cost:,.2f}", "元"),),
                lines=(Line("总投资", f"{cost:,.2f} {limit}", "适用本档", emphasis=True),),
                clauses=row.clauses,
            ),
        )
    raise Undecidable("总投资超出各档上限，政策没有写如何报批")
