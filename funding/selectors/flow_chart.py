"""Money flowing from sources to uses, as the chart's JSON; its table stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from common.templatetags import formats
from funding.models.flows import PURPOSES
from funding.selectors.money_rows import MoneyRow

CAME, OPEN, KEPT = "已到位", "未到位", "结存"


def sankey(
    sources: Sequence[MoneyRow],
    purposes: Mapping[str, Decimal],
    urls: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Nodes and links in 万元 with two decimals as text: sources → 已到位/未到位 → uses/结存."""
    rows = [row for row in sources if row.planned or row.received]
    received = sum((row.received for row in rows), Decimal(0))
    missing = sum((row.missing for row in rows), Decimal(0))
    paid = sum(purposes.values(), Decimal(0))
    links = urls or {}
    nodes: list[dict[str, Any]] = [
        {
            "name": row.name,
            "label": formats.wan(max(row.planned, row.received)),
            **_url(links, row.key),
        }
        for row in rows
    ]
    ends = [
        (CAME, received, "now"),
        (OPEN, missing, "none"),
        *((PURPOSES[key], amount, "done") for key, amount in sorted(purposes.items())),
        (KEPT, received - paid, "earlier"),
    ]
    nodes += [
        {"name": name, "label": formats.wan(amount), "tone": tone}
        for name, amount, tone in ends
        if amount > 0
    ]
    flows = [_link(row.name, CAME, row.received) for row in rows]
    flows += [_link(row.name, OPEN, row.missing, "none") for row in rows]
    flows += [_link(CAME, PURPOSES[key], amount) for key, amount in sorted(purposes.items())]
    flows.append(_link(CAME, KEPT, received - paid))
    return {"unit": "万元", "nodes": nodes, "links": [link for link in flows if link]}


def _link(source: str, target: str, amount: Decimal, tone: str = "") -> dict[str, str]:
    if amount <= 0:
        return {}
    exact = (amount / 10000).quantize(Decimal("0.000001")).normalize()
    link = {"source": source, "target": target, "value": f"{exact:f}", "words": formats.wan(amount)}
    return link | {"tone": tone} if tone else link


def _url(urls: Mapping[str, str], key: str) -> dict[str, str]:
    return {"url": urls[key]} if key in urls else {}
