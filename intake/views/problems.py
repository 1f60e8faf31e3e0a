"""What stands against an import, what is doubted, what was done to read it, for the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from intake.models import Acceptance, Mend, Upload
from intake.rules.attention import place_of
from intake.rules.table import address
from intake.views.veiling import veiled_at, veiled_mend

LISTED = 20
"""So many of a kind are listed one by one; the sheet shows the rest, those rows first."""
KIND_WORDS = {
    "absent": "计划中有、文件中没有",
    "area_per_household": "户均面积可疑",
    "cost_per_area": "每平方米资金可疑",
    "equal_figures": "同一行两列相同",
    "filled_down": "空格照上一行读",
    "hidden": "隐藏的行列",
    "ineligible": "不合改造范围",
    "no_unit": "没有写单位",
    "quota": "计划占比",
    "repeated": "各数全同的行",
    "unknown_column": "不认识的列",
    "unread_total": "读不出的合计",
    "zero": "户数或面积为零",
}


def refusals(upload: Upload) -> dict[str, Any]:
    """{count, rows, more}: the first faults, each with the cell that can be mended on the spot."""
    found = [one for one in upload.findings if one["severity"] == "refuse"]
    several = len(upload.head) > 1
    return {
        "count": len(found),
        "rows": [
            _shown(one, several=several) | {"typed": _typed(upload, one)} for one in found[:LISTED]
        ],
        "more": max(0, len(found) - LISTED),
        "columns": any(one["code"] in ABOUT_COLUMNS for one in found),
    }


ABOUT_COLUMNS = frozenset({"missing_column", "doubled_column", "no_header", "unknown_column"})


def _typed(upload: Upload, finding: dict[str, Any]) -> str:
    """What the field begins with: the cell's text, unless it may be shown only in part."""
    place = place_of(finding["cell"])
    hidden = place and veiled_at(upload, finding["sheet"], place[1])
    return "" if hidden else str(finding["value"])


def _shown(finding: dict[str, Any], *, several: bool) -> dict[str, Any]:
    place = place_of(finding["cell"])
    return {
        **finding,
        "field": _field(finding, several=several),
        "mendable": place is not None and finding["code"] not in ABOUT_COLUMNS,
        "about_columns": finding["code"] in ABOUT_COLUMNS,
    }


def _field(finding: dict[str, Any], *, several: bool) -> str:
    if several and finding["cell"]:
        return f"{finding['sheet']}!{finding['cell']}"
    return str(finding["cell"])


def doubts(upload: Upload, accepted: Mapping[str, Acceptance]) -> dict[str, Any]:
    """Warnings by kind: open ones first, each kind with those that nobody answers for yet."""
    several = len(upload.head) > 1
    found = [one for one in upload.findings if one["severity"] == "warn"]
    kinds: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        kinds.setdefault(one["code"], []).append(
            _shown(one, several=several) | {"accepted": accepted.get(one["mark"])}
        )
    groups = [_group(code, rows) for code, rows in kinds.items()]
    return {
        "count": len(found),
        "open": sum(group["open"] for group in groups),
        "groups": sorted(groups, key=lambda group: not group["open"]),
    }


def _group(code: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: row["accepted"] is not None)
    waiting = sum(1 for row in rows if row["accepted"] is None)
    return {
        "code": code,
        "words": KIND_WORDS.get(code, "其他"),
        "rows": ordered[:LISTED],
        "more": max(0, len(rows) - LISTED),
        "open": waiting,
    }


def done(upload: Upload) -> dict[str, Any]:
    """{count, rows, more}: what was converted, filled in or left out on the way."""
    found = [one for one in upload.findings if one["severity"] == "inform"]
    several = len(upload.head) > 1
    most = Counter(one["code"] for one in found)
    rare = sorted(found, key=lambda one: most[one["code"]])
    return {
        "count": len(found),
        "rows": [_shown(one, several=several) for one in rare[:LISTED]],
        "more": max(0, len(found) - LISTED),
    }


def mends(upload: Upload, found: Iterable[Mend], listed: int | None = LISTED) -> dict[str, Any]:
    """{count, rows, more}: cells set right, with what the file says; all with `listed` None."""
    several = len(upload.head) > 1
    rows = [
        {
            "mend": veiled_mend(upload, one),
            "sheet": one.sheet,
            "row": one.row,
            "cell": address(one.row, one.column),
            "field": (f"{one.sheet}!" if several else "") + address(one.row, one.column),
        }
        for one in found
    ]
    return {"count": len(rows), "rows": rows[:listed], "more": len(rows[listed:]) if listed else 0}
