"""Columns named in one line, as the command and REST take it: `D=buildings,F=户数,G=-`."""

from __future__ import annotations

import re

from common.errors import Problem, Refused
from intake.rules.layout import ALL_SHEETS, IGNORED, Layout, SheetLayout
from records.rules.sheets import SheetSpec

_PAIR = re.compile(r"([A-Za-z]{1,3})=(\S+)")
LEFT_OUT = "-"


def parse_map(text: str, spec: SheetSpec, sheet: str = "") -> Layout:
    """Column letters with what they hold (key or label), `-` for left out; "" says nothing.

    It is said of the named sheet, else of every sheet. Raises Refused with everything that cannot
    be understood.
    """
    meanings = {column.label: column.key for column in spec.columns}
    meanings |= {column.key: column.key for column in spec.columns} | {LEFT_OUT: IGNORED}
    columns: dict[int, str] = {}
    problems = []
    for part in filter(None, re.split(r"[,，;；\s]+", text)):
        pair = _PAIR.fullmatch(part)
        if pair is None or pair[2] not in meanings:
            words = "、".join(f"{column.key}（{column.label}）" for column in spec.columns)
            problems.append(
                Problem(
                    "列的对应看不懂", "map", "map", part, f"列=含义，如 D=buildings；含义有{words}"
                )
            )
            continue
        number = _number(pair[1])
        if number in columns:
            problems.append(Problem("同一列写了两次", "map", "map", part, "每列一次"))
        columns[number] = meanings[pair[2]]
    if problems:
        raise Refused(problems)
    return (
        Layout(by_sheet={sheet or ALL_SHEETS: SheetLayout(columns=columns)})
        if columns
        else Layout()
    )


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
