"""Lists of projects as parts of a 依据, and the colour that a due day is counted under."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from common.explanations import Explanation, Line
from reports.selectors import workload

LISTED = 60  # projects that one list names; the rest are said as a number
BUCKETS = (
    ("late", "已逾期", "期限（含延期）早于今天"),
    ("soon", "7 日内到期", "期限在今天至第 7 日，首尾两日都算"),
    ("later", "7 日后到期", "期限更晚，或当前步骤没有期限"),
)


def bucket_of(due: date | None, on: date) -> str:
    """late, soon or later, as the counts have it."""
    if due is None or due > on + timedelta(days=workload.SOON_DAYS):
        return "later"
    return "late" if due < on else "soon"


def due_of(row: Mapping[str, Any]) -> str:
    """2024-06-28, or that there is none."""
    return row["due_on"].isoformat() if row["due_on"] else "无期限"


def part(
    label: str, rows: list[Any], shown: Callable[[Any], str], over: str = "", note: str = ""
) -> Explanation:
    """A list with its number, steps beside names that have one; at most LISTED are named."""
    named = [Line(row["name"], row.get("step", ""), shown(row)) for row in rows[:LISTED]]
    if len(rows) > LISTED:
        named.append(Line(f"另有 {len(rows) - LISTED} 个"))
    return Explanation(
        title=f"{label}：{len(rows)} 个",
        result=str(len(rows)),
        unit="个",
        lines=(*named, Line("合计", over, str(len(rows)), emphasis=True)),
        note=note,
    )
