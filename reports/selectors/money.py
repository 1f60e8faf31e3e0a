"""Money by source for the dashboard: a table with its sums, and the flows that picture it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from common.templatetags.formats import wan
from funding.models.flows import PURPOSES
from funding.selectors.money_rows import MoneyRow, total_of
from funding.selectors.totals import by_source, paid_by_purpose

ARRIVED, MISSING, KEPT = "已到位", "未到位", "结存"


@dataclass(frozen=True, slots=True)
class Money:
    """Rows by source, their sum, what is kept, and the sankey's nodes and links."""

    rows: Sequence[MoneyRow]
    total: MoneyRow
    kept: Decimal
    flows: Mapping[str, Any]


def overview(user: User, year: int | None, area: str) -> Money | None:
    """The money of a year in a place; None for who may not see it or when there is none."""
    if not user.access.has(Permission.VIEW_MONEY):
        return None
    code = area or ""
    rows = [row for row in by_source(code, year, user) if row.planned or row.received or row.paid]
    if not rows:
        return None
    total = total_of(rows)
    spent = paid_by_purpose(code, year, user)
    return Money(rows, total, total.received - total.paid, sankey(rows, total, spent))


def sankey(
    rows: Sequence[MoneyRow], total: MoneyRow, spent: Mapping[str, Decimal]
) -> dict[str, Any]:
    """Sources → arrived or missing → purposes or kept, in 元 with labels in 万元."""
    missing = sum((row.missing for row in rows), Decimal(0))
    kept = total.received - total.paid
    uses = [(PURPOSES.get(key, key), amount, "done") for key, amount in spent.items() if amount]
    uses.append((KEPT, kept, "earlier"))
    nodes = [{"name": row.name, "label": wan(row.planned)} for row in rows]
    nodes.append({"name": ARRIVED, "label": wan(total.received), "tone": "now"})
    if missing:
        nodes.append({"name": MISSING, "label": wan(missing), "tone": "none"})
    nodes += [{"name": name, "label": wan(amount), "tone": tone} for name, amount, tone in uses]
    links = [link(row.name, ARRIVED, row.received) for row in rows]
    links += [link(row.name, MISSING, row.missing) | {"tone": "none"} for row in rows]
    links += [link(ARRIVED, name, amount) for name, amount, _ in uses]
    return {
        "unit": "万元",
        "nodes": nodes,
        "links": [one for one in links if Decimal(one["value"]) > 0],
    }


def link(source: str, target: str, amount: Decimal) -> dict[str, str]:
    """One flow; the value as exact text, the words in 万元."""
    return {"source": source, "target": target, "value": str(amount), "words": wan(amount)}
