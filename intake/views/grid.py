"""The sheet as its sender knows it: row numbers, column letters, and what happens in each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from intake.kinds import KINDS
from intake.models import StagedRow, Upload
from intake.rules.table import address, column_letters
from intake.views.presenting import shown, worded

NO_HEAD: dict[str, Any] = {"last_row": 0, "columns": {}, "labels": {}}


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
        }
        for number, label in sorted(head["labels"].items(), key=lambda item: int(item[0]))
    ]


def lines(
    upload: Upload, rows: Iterable[StagedRow], heads: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Rows (choices prefetched) as cells with class, title and words."""
    marks = _marks(upload)
    return [_line(row, heads, marks) for row in rows]


def _marks(upload: Upload) -> dict[str, tuple[str, str]]:
    """Class and words per single cell address of the findings; refusals win."""
    styles = {"inform": "cell-auto", "warn": "cell-check", "refuse": "cell-conflict"}
    marks: dict[str, tuple[str, str]] = {}
    for severity in ("inform", "warn", "refuse"):
        for finding in upload.findings:
            if finding["severity"] == severity:
                for cell in finding["cell"].split():
                    marks[cell] = styles[severity], finding["message"]
    return marks


def _line(
    row: StagedRow, heads: list[dict[str, Any]], marks: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
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
    }


def _cell(
    row: StagedRow,
    head: dict[str, Any],
    compared: Mapping[str, Any] | None,
    choice: str,
    marks: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    where = address(row.number, head["number"])
    css, title = marks.get(where, ("", ""))
    key = head["key"]
    text = row.cells.get(str(head["number"]), "")
    if head["num"] and key in row.values:
        text = shown(key, Decimal(row.values[key]))
    elif key in row.values:
        text = worded(row.upload.kind, key, row.values[key])
    if not css and key in row.auto:
        css = "cell-auto"
    if not css and row.effect == "same":
        css = "cell-same"
    cell = {
        "where": where,
        "text": text,
        "old": "",
        "css": css,
        "title": title,
        "num": head["num"],
        "mid": head["mid"],
    }
    readable = compared and row.effect != "refused"
    kind = row.upload.kind
    return cell | _compared(kind, key, compared or {}, choice) if readable else cell


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
        return {"text": now, "title": f"文件为 {file}，与上次导入相同，保留后来的修改"}
    return {}
