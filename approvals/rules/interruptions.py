"""What is noted of a notice that was down, and every reason why it cannot be as noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.errors import Problem
from policies.rules.notice_days import Interruption

LABELS = {"reason": "中断原因", "seen_by": "发现人"}


@dataclass(frozen=True, slots=True)
class Sighting:
    """When the notice was found down, by whom, why; when it was put up again, if it was."""

    down_on: date
    seen_by: str
    reason: str
    restored_on: date | None = None


def unfit(
    seen: Sighting,
    posted: date,
    last_day: date | None,
    recorded: Iterable[Interruption],
    today: date,
) -> list[Problem]:
    """What is missing, lies outside the period, or overlaps with what is recorded."""
    found = [
        Problem(f"请填写{label}", code="required", field=name)
        for name, label in LABELS.items()
        if not getattr(seen, name).strip()
    ]
    latest = min(today, last_day or today)
    if not posted <= seen.down_on <= latest:
        found.append(
            Problem(
                "中断日不在公示期内",
                field="down_on",
                value=str(seen.down_on),
                expected=f"{posted} 至 {latest}",
                remedy="期满以后撤落的不影响期限，不用登记",
            )
        )
    if seen.restored_on:
        found += not_between(seen.down_on, seen.restored_on, today)
    for one in recorded:
        if one.down == seen.down_on or _overlap(one, seen):
            upto = f"至 {one.restored}" if one.restored else "起，尚未恢复"
            words = f"与已登记的中断重叠：{one.down} {upto}"
            found.append(Problem(words, code="already_recorded", field="down_on"))
    return found


def not_between(down: date, restored: date, today: date) -> list[Problem]:
    """It is put up again on the day it was found down or later, and not in the future."""
    if down <= restored <= today:
        return []
    return [
        Problem(
            "恢复张贴日不在中断日与今天之间",
            field="restored_on",
            value=str(restored),
            expected=f"{down} 至 {today}",
        )
    ]


def _overlap(one: Interruption, seen: Sighting) -> bool:
    """It may be torn off again on the very day that it was put up again."""
    before = seen.restored_on is None or one.down < seen.restored_on
    return before and (one.restored is None or seen.down_on < one.restored)
