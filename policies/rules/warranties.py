"""Warranties of parts of the works: from acceptance to the corresponding day, months later.

A period in months ends on the day of its last month that corresponds to the first; a month
without such a day ends it on its own last day (民法典 第202条). A part whose months the text does
not give is not decided, and the text's own reason is told.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from common.errors import Problem, Undecidable
from common.explanations import Clause, Explanation, Input, Line


@dataclass(frozen=True, slots=True)
class Warranty:
    """A part and its months from acceptance; without `months`, `undecided` says why.

    `by` is the unit key of who repairs within the time, `after` of who keeps it up afterwards.
    """

    key: str
    name: str
    months: int | None = None
    undecided: str = ""
    by: str = ""
    after: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class WarrantyOutcome:
    """`until` is the last day; `running` whether it still runs on the day of asking."""

    until: date
    running: bool
    explanation: Explanation


def months_later(start: date, months: int) -> date:
    """The corresponding day so many months later, or the last one of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def warrant(rule: Warranty, accepted: date, on: date) -> WarrantyOutcome:
    """Whether a part is under warranty on a day. Raises Undecidable without months."""
    if rule.months is None:
        raise Undecidable(
            Problem(
                f"“{rule.name}”的保修期尚不能判定：{rule.undecided}",
                code="warranty_unsaid",
                remedy="在施工合同和质量保修书中约定，或由主管部门裁定",
            )
        )
    until = months_later(accepted, rule.months)
    running = on <= until
    verdict = "在保修期内" if running else f"保修期已于 {until} 届满"
    explained = Explanation(
        title=f"保修期：{rule.name}",
        result=until.isoformat(),
        sentence=f"{accepted} 验收合格，{rule.months} 个月到 {until}：{on} {verdict}",
        inputs=(Input("验收合格日", accepted.isoformat()), Input("所问之日", on.isoformat())),
        lines=(Line("保修期", f"{rule.months} 个月", until.isoformat(), emphasis=True),),
        clauses=rule.clauses,
        note=rule.says,
    )
    return WarrantyOutcome(until, running, explained)
