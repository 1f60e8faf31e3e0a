"""From a standing import to the words and numbers of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from common.templatetags.formats import area, count, short_day, short_moment
from intake.kinds import KINDS
from intake.models import Upload
from intake.rules.cells import plain
from intake.rules.claims import ROWS, CheckedClaim
from intake.rules.state import Value
from intake.rules.totals import places, ties
from intake.selectors.standing import ConflictState, Standing
from intake.views.problems import LISTED
from records.rules.sheets import SheetSpec

MEASURED = frozenset(
    column.key
    for kind in KINDS.values()
    for column in kind.spec.columns
    if column.kind == "decimal"
)


def shown(key: str, value: Value | None) -> str:
    """A figure as its column wants it: whole, or with two decimals (more where it has more)."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value or "（空）"
    if key in MEASURED and value != round(value, 2):
        return f"{value:,f}"
    return area(value) if key in MEASURED else count(value)


def worded(kind: str, key: str, text: str) -> str:
    """A stored value of a column as a person reads it: figures grouped, choices by their word."""
    if key in KINDS[kind].figures:
        return shown(key, Decimal(text))
    column = next((column for column in KINDS[kind].spec.columns if column.key == key), None)
    spellings = column.choices.get(text) if column else None
    return spellings[0] if spellings else KINDS[kind].words.get(text, text)


def conflicts(spec: SheetSpec, standing: Standing, since: str) -> dict[str, Any]:
    """{count, rows, more, since}: undecided first in sheet order, with the effect of either answer.

    So many are laid out at once as of any problem; the next come up as they are answered.
    """
    ordered = sorted(standing.conflicts, key=lambda item: (bool(item.choice), item.row.number))
    rows = [_conflict(spec, item, standing.claims) for item in ordered[:LISTED]]
    more = max(0, len(ordered) - LISTED)
    return {"count": len(ordered), "rows": rows, "more": more, "since": since}


def _conflict(
    spec: SheetSpec, item: ConflictState, claims: Iterable[CheckedClaim]
) -> dict[str, Any]:
    claim = next((claim for claim in claims if claim.key == item.key), None)
    stored = item.history
    by = " ".join(filter(None, [stored["changed_by"], _day(stored["changed_at"])]))
    changed = "，".join(filter(None, [f"{by} 改" if by else "", stored["reason"]]))
    return {
        "item": item,
        "anchor": f"c-{item.cell}",
        "last": shown(item.key, item.last) if item.last is not None else "没有导入过",
        "last_on": _day(stored["imported_at"]),
        "now": shown(item.key, item.now),
        "changed": changed,
        "file": shown(item.key, item.file),
        "answers": [
            _answer(spec, item, "file", f"采用文件 {shown(item.key, item.file)}", claim),
            _answer(spec, item, "keep", f"保留现值 {shown(item.key, item.now)}", claim),
        ],
        "decided": f"{item.decided_by} {short_moment(item.decided_at)} 选定" if item.choice else "",
    }


def _answer(
    spec: SheetSpec, item: ConflictState, choice: str, label: str, claim: CheckedClaim | None
) -> dict[str, Any]:
    total = item.as_file if choice == "file" else item.as_keep
    picked = item.choice == choice
    if total is None:
        return {"choice": choice, "label": label, "words": "", "tone": "", "picked": picked}
    words, tone = f"合计 {shown(item.key, total)} {item.unit}", ""
    if claim:
        factor = factor_of(spec, claim.unit)
        fits = ties(claim.stated, total / factor)
        gap = _gap(total / factor - claim.stated, claim.unit)
        words += "，与正文一致" if fits else f"，比正文{gap}，须写说明后才能写入"
        tone = "is-green" if fits else "is-amber"
    return {
        "choice": choice,
        "label": label,
        "words": words,
        "tone": tone,
        "picked": picked,
    }


def factor_of(spec: SheetSpec, unit: str) -> Decimal:
    """How many base units one of the named unit is."""
    units = [spec.rows_unit, *(found for column in spec.summed for found in column.units)]
    return next(found.factor for found in units if found.name == unit)


def reconciliation(upload: Upload, standing: Standing) -> list[dict[str, Any]]:
    """Rows of the reconcile table: the rows themselves, then every column that is summed."""
    spec = KINDS[upload.kind].spec
    measures = [(ROWS, spec.rows_are, "个")] + [
        (column.key, column.label, column.base_unit) for column in spec.summed
    ]
    claims = {claim.key: claim for claim in standing.claims}
    waiting: dict[str, list[str]] = {}
    for conflict in () if standing.refused else standing.open:
        waiting.setdefault(conflict.key, []).append(conflict.cell)
    return [
        _measure(key, name, unit, standing.totals[key], claims.get(key), waiting.get(key, []))
        for key, name, unit in measures
    ]


def _measure(
    key: str, name: str, unit: str, total: Decimal, claim: CheckedClaim | None, cells: list[str]
) -> dict[str, Any]:
    row = {"name": name, "unit": unit, "computed": shown(key, total), "stated": "", "note": ""}
    if claim is None:
        return row | {"note": "正文没有这一项，不比", "state": "nothing"}
    other = claim.unit != unit
    row["stated"] = f"{plain(claim.stated)}{' ' + claim.unit if other else ''}"
    if other:
        digits = places(claim.stated)
        rounded = f"，{digits} 位小数为 {plain(claim.stated)}" if claim.ties else ""
        row["note"] = f"{plain(claim.computed)} {claim.unit}{rounded}"
    if cells:
        return row | {"state": "waiting", "by": f"待 {'、'.join(cells[:3])}"}
    if claim.ties:
        return row | {"state": "equal"}
    return row | {"state": "differs", "by": _gap(claim.computed - claim.stated, claim.unit)}


def _gap(gap: Decimal, unit: str) -> str:
    return f"{'多' if gap > 0 else '少'} {plain(abs(gap))} {unit}"


def checks(upload: Upload, severity: str) -> list[Mapping[str, Any]]:
    """Findings of one severity, in their order."""
    return [finding for finding in upload.findings if finding["severity"] == severity]


def summary(upload: Upload, standing: Standing) -> dict[str, Any]:
    """The two lines under the heading and those of the confirmation."""
    waiting = {conflict.key for conflict in standing.open}
    tied = sum(1 for claim in standing.claims if claim.ties and claim.key not in waiting)
    counts = standing.counts
    parts = [
        f"{label} {counts[key]}"
        for key, label in (("new", "新增"), ("changed", "变更"), ("conflict", "冲突处理"))
        if counts[key]
    ]
    return {
        "claims": len(standing.claims),
        "tied": tied,
        "open_cells": "、".join(conflict.cell for conflict in standing.open[:3]),
        "writes": standing.writes,
        "will": f"将写入 {standing.writes} 行：{'、'.join(parts)}；"
        if parts
        else "没有要写入的行；",
        "same": counts["same"],
        "total": sum(counts.values()),
        "computed_head": f"表中 {sum(counts.values())} 行相加",
    }


def effects(standing: Standing) -> list[dict[str, Any]]:
    """The four counts of what writing would do."""
    counts, left = standing.counts, len(standing.open)
    return [
        {
            "label": "冲突",
            "value": counts["conflict"],
            "note": f"未定 {left}" if left else "",
            "strong_tone": "red" if left else "",
        },
        {"label": "新增", "value": counts["new"]},
        {"label": "变更", "value": counts["changed"]},
        {"label": "相同，不写", "value": counts["same"]},
    ]


def written(upload: Upload) -> list[dict[str, Any]]:
    """The counts of what was written."""
    labels = {
        "new": "新增",
        "changed": "变更",
        "same": "相同，没有改动",
    }
    labels |= KINDS[upload.kind].counts
    return [{"label": label, "value": upload.result.get(key, 0)} for key, label in labels.items()]


def seen(upload: Upload) -> dict[str, str] | None:
    """The button that leads to where the rows now are; None while nothing is written."""
    where = KINDS[upload.kind].seen
    if not where.key and upload.result:
        return {"label": where.label, "url": reverse(where.url_name)}
    if where.key not in upload.result:
        return None
    return {"label": where.label, "url": reverse(where.url_name, args=[upload.result[where.key]])}


def _day(stamp: str) -> str:
    return short_day(datetime.fromisoformat(stamp)) if stamp else ""
