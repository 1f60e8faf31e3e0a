"""The sheet as its sender knows it: row numbers, column letters, and what happens in each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from intake.kinds import KINDS
from intake.models import Mend, StagedRow, Upload
from intake.rules.attention import cells_of, place_of
from intake.rules.table import address, column_letters
from intake.views.presenting import shown, worded
from intake.views.veiling import veiled_at, veiled_mend

NO_HEAD: dict[str, Any] = {"last_row": 0, "columns": {}, "labels": {}, "ignored": []}
MOST_ROWS = 100
MOST_CELLS = 900
"""Cells on one page: it stays under 300 kB also where a table is wide."""
_STYLES = {"inform": "cell-auto", "warn": "cell-check", "refuse": "cell-conflict"}
_GRAVITY = ("inform", "warn", "refuse")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be said about the cells of one sheet, by address."""

    findings: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    mends: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()


def columns(upload: Upload, sheet: str) -> list[dict[str, Any]]:
    """Every column with a head: its letters, its words, and the figure it holds, if any."""
    head = upload.head.get(sheet, NO_HEAD)
    keys = {number: key for key, number in head["columns"].items()}
    numeric = KINDS[upload.kind].figures
    return [
        {
            "number": int(number),
            "letters": column_letters(int(number)),
            "label": label.replace("\n", ""),
            "key": keys.get(int(number), ""),
            "num": keys.get(int(number), "") in numeric,
            "mid": keys.get(int(number), "") == "index",
            "personal": veiled_at(upload, sheet, int(number)),
        }
        for number, label in sorted(head["labels"].items(), key=lambda item: int(item[0]))
    ]


def rows_per_page(heads: list[dict[str, Any]]) -> int:
    """At most a hundred, fewer where the sheet is wide."""
    return max(5, min(MOST_ROWS, MOST_CELLS // max(1, len(heads))))


def marks_of(
    upload: Upload,
    sheet: str,
    rows: Iterable[StagedRow],
    mends: Iterable[Mend],
    accepted: frozenset[str],
) -> Marks:
    """Findings and mends of these rows of a sheet."""
    numbers = {row.number for row in rows}
    findings: dict[str, list[Mapping[str, Any]]] = {}
    for gravity in _GRAVITY:
        for finding in upload.findings:
            if finding["severity"] == gravity and finding["sheet"] == sheet:
                for cell in cells_of(finding):
                    if (place_of(cell) or (0, 0))[0] in numbers:
                        findings.setdefault(cell, []).append(finding)
    return Marks(
        findings,
        {
            address(one.row, one.column): veiled_mend(upload, one)
            for one in mends
            if one.sheet == sheet
        },
        accepted,
    )


def lines(
    rows: Iterable[StagedRow], heads: list[dict[str, Any]], marks: Marks
) -> list[dict[str, Any]]:
    """Rows (choices prefetched) as cells with class, title and words, and what is to be told."""
    return [_line(row, heads, marks) for row in rows]


def _line(row: StagedRow, heads: list[dict[str, Any]], marks: Marks) -> dict[str, Any]:
    compared = {cell["key"]: cell for cell in row.comparison}
    choices = {choice.key: choice.choice for choice in row.choices.all()}
    conflicts = {key for key, cell in compared.items() if cell["effect"] == "conflict"}
    effect = "resolved" if conflicts and conflicts <= choices.keys() else row.effect
    return {
        "number": row.number,
        "effect": effect,
        "cells": [
            _cell(row, head, compared.get(head["key"]), choices.get(head["key"], ""), marks)
            for head in heads
        ],
        "told": _told(row, heads, marks),
    }


def _told(row: StagedRow, heads: list[dict[str, Any]], marks: Marks) -> list[dict[str, Any]]:
    """What stands under the row: faults, doubts and mends, each with its address."""
    told = []
    for head in heads:
        where = address(row.number, head["number"])
        told += [
            {"where": where, "finding": finding, "accepted": finding["mark"] in marks.accepted}
            for finding in marks.findings.get(where, ())
            if finding["severity"] != "inform" and finding["cell"].split()[0] == where
        ]
        if where in marks.mends:
            told.append({"where": where, "mend": marks.mends[where]})
    return told


def _cell(
    row: StagedRow,
    head: dict[str, Any],
    compared: Mapping[str, Any] | None,
    choice: str,
    marks: Marks,
) -> dict[str, Any]:
    where = address(row.number, head["number"])
    key, raw = head["key"], row.cells.get(str(head["number"]), "")
    text = raw
    if head["num"] and key in row.values:
        text = shown(key, Decimal(row.values[key]))
    elif key in row.values:
        text = worded(row.upload.kind, key, row.values[key])
    css, title = _style(row, key, marks, where)
    cell = {
        "where": where,
        "text": text,
        "raw": "" if raw == text else raw,
        "old": "",
        "css": css,
        "title": title,
        "num": head["num"],
        "mid": head["mid"],
        "veiled": head["personal"],
    }
    readable = compared and row.effect != "refused"
    kind = row.upload.kind
    return cell | _compared(kind, key, compared or {}, choice) if readable else cell


def _style(row: StagedRow, key: str, marks: Marks, where: str) -> tuple[str, str]:
    """Class and words of the gravest thing to be said; an accepted doubt is none."""
    open_findings = [
        finding
        for finding in marks.findings.get(where, ())
        if finding["mark"] not in marks.accepted
    ]
    if open_findings and open_findings[-1]["severity"] == "refuse":
        return _STYLES["refuse"], open_findings[-1]["message"]
    if where in marks.mends:
        return "cell-mended", ""
    if open_findings:
        return _STYLES[open_findings[-1]["severity"]], open_findings[-1]["message"]
    if key in row.auto:
        return "cell-auto", ""
    return ("cell-same", "") if row.effect == "same" else ("", "")


def _compared(kind: str, key: str, compared: Mapping[str, Any], choice: str) -> dict[str, Any]:
    now, file = (worded(kind, key, compared[name]) for name in ("now", "file"))
    if compared["effect"] == "changed":
        return {"old": now, "text": file}
    if compared["effect"] == "conflict" and not choice:
        return {"text": f"{file} / {now}", "css": "cell-conflict", "title": "冲突未定"}
    if compared["effect"] == "conflict":
        old, text = (now, file) if choice == "file" else (file, now)
        return {"old": old, "text": text, "css": "cell-decided", "title": "冲突已定"}
    if compared["kept"]:
        return {"text": now, "title": f"文件为 {file}，与原值相同，保留后来的修改"}
    return {}
