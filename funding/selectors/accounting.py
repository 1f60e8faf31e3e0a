"""What stands beside a determined figure: the same in 万元 and per ㎡, and who determined it."""

from __future__ import annotations

from decimal import Decimal

from common.templatetags import formats
from funding.models import Determination


def beside(amount: Decimal, area: Decimal | None = None) -> str:
    """An amount in 元 once more in 万元, and per ㎡ of `area` where it is given."""
    words = [f"= {formats.wan(amount)} 万元"]
    if area:
        words.append(f"{formats.fixed(amount / area, 2)} 元/㎡")
    return " · ".join(words)


def signed(row: Determination) -> str:
    """Who determined it and who confirmed it, each with the moment."""
    made = (
        f"{row.get_stage_display()}测算：{row.determined_by} {formats.moment(row.determined_at)}；"
    )
    if row.confirmed_at is None:
        return f"{made}待第二人复核。"
    return f"{made}复核：{row.confirmed_by} {formats.moment(row.confirmed_at)}。"
