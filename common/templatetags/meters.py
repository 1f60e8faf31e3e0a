"""Widths and words of meters and segments; widths become SVG attributes, never styles."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from common import shares
from common.templatetags import formats

SEGMENT, GAP = 6, 1


def bar(
    value: object, total: object, threshold: object = None, *, met: bool = False
) -> dict[str, Any]:
    """`width` and `tick` as percentages of the track; no tick without a threshold."""
    return {
        "width": formats.percent_attr(value, total),
        "tick": formats.percent_attr(threshold, 1) if threshold not in (None, "") else "",
        "met": met,
        "words": formats.share_of(value, total),
    }


def threshold_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a threshold shows.

    Keys: `label`, `value`, `total`, `unit`, `threshold` (Fraction of the total); given by the rule
    where it decides otherwise: `met`, `need`, `short`; optional `operator` (≥), `why_url`, `id`,
    `short_words`. Minima and gaps are rounded up at the shown decimals.
    """
    share = row.get("threshold")
    share = Fraction(share) if share not in (None, "") else None
    value, total = Fraction(row["value"]), Fraction(row["total"])
    need = Fraction(row["need"]) if row.get("need") is not None else (share or 0) * total
    met = bool(row["met"]) if row.get("met") is not None else bool(total) and value >= need
    short = (
        Fraction(row["short"]) if row.get("short") is not None else max(need - value, Fraction(0))
    )
    unit = row.get("unit", "")
    operator = row.get("operator", "≥")
    words = {
        "now": formats.measure(value, unit),
        "of": formats.measure(total, unit),
        "share": shares.percent_beside(value, total, share)
        if share
        else formats.share_of(value, total),
        "need": formats.measure_up(need, unit),
        "short": formats.measure_up(short, unit),
        "threshold": f"{operator} {share.numerator}/{share.denominator}" if share else "",
        "threshold_words": shares.in_words(share) if share else "",
    }
    tick = share if share is not None else (need / total if total else None)
    return dict(row) | words | {"met": met, "unit": unit, "bar": bar(value, total, tick, met=met)}


def segments(now: int, total: int, *, late: bool, skipped: set[int]) -> dict[str, Any]:
    """Cells of a row of `total` segments, the `now`th lit (1-based; total + 1 = all done)."""
    names = []
    for number in range(1, total + 1):
        if number in skipped:
            names.append("skipped")
        elif number == now:
            names.append("late" if late else "now")
        else:
            names.append("done" if number < now else "todo")
    words = f"第 {now} 步，共 {total} 步" if now <= total else f"{total} 步全部完成"
    return {"cells": states(names), "words": words}


def states(names: list[str]) -> dict[str, Any]:
    """One rectangle per step with its class; `box` is the viewBox."""
    classes = {"done": "seg-done", "now": "seg-now", "late": "seg-late", "skipped": "seg-skip"}
    step = SEGMENT + GAP
    rows = [{"x": index * step, "css": classes.get(name, "")} for index, name in enumerate(names)]
    return {"rows": rows, "box": f"0 0 {max(len(names) * step - GAP, 1)} 9", "size": SEGMENT}
