"""An explanation laid out as a bookkeeper reads it: sections, sum proof, figures used, clauses."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from common.explanations import Explanation
from common.templatetags import formats

_TIMES = re.compile(r"^([\d,.]+) × (\S+)$")


def layout(told: Explanation, area: Decimal | None = None) -> dict[str, Any]:
    """What `funding/_why.html` shows. `area` in ㎡ gives the figure per square metre beside it."""
    amount = Decimal(told.result.replace(",", "")) if told.unit == "元" else None
    beside = []
    if amount is not None:
        beside.append(f"= {formats.wan(amount)} 万元")
    if amount is not None and area:
        beside.append(f"{formats.fixed(amount / area, 2)} 元/㎡")
    return {
        "told": told,
        "beside": " · ".join(beside),
        "sections": [_section(child) for child in told.children],
        "proof": next((line for line in told.lines if line.emphasis and line.expression), None)
        if told.children
        else None,
        "formula": [line for line in told.lines if not (line.emphasis and line.expression)]
        if told.children
        else list(told.lines),
        "clauses": told.clauses,
        "version": told.version,
    }


def _section(child: Explanation) -> dict[str, Any]:
    plain = [line for line in child.lines if not line.emphasis]
    matches = [_TIMES.match(line.expression) for line in plain]
    if plain and all(matches):
        rows = [
            {"label": line.label, "base": match[1], "share": match[2], "value": line.value}
            for line, match in zip(plain, matches, strict=True)
            if match
        ]
        base = sum((Decimal(row["base"].replace(",", "")) for row in rows), Decimal(0))
        total = next((line for line in child.lines if line.emphasis), None)
        return {
            "title": child.title,
            "kind": "shares",
            "rows": rows,
            "note": child.note,
            "total": {"base": formats.yuan(base), "value": total.value} if total else None,
        }
    return {"title": child.title, "kind": "lines", "lines": child.lines, "note": child.note}
