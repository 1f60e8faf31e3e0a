"""Cells that a person set right: the table as it reads with them; the file itself stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from intake.rules.table import BLANK, Cell, Row, Table

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)


def typed(text: str) -> Cell:
    """What a person types into a cell: plain digits are a number, blanks nothing."""
    stripped = text.strip()
    if not stripped:
        return BLANK
    return Cell(stripped, "number" if _NUMBER.fullmatch(stripped) else "text")


def mended(table: Table, mends: Mapping[tuple[int, int], str]) -> Table:
    """The table with the typed texts in their places, by (row, column)."""
    if not mends:
        return table
    rows = {row.number: row for row in table.rows}
    for (number, column), text in mends.items():
        row = rows.get(number, Row(number, {}))
        cells = dict(row.cells)
        cell = typed(text)
        if cell.blank:
            cells.pop(column, None)
        else:
            cells[column] = cell
        rows[number] = replace(row, cells=dict(sorted(cells.items())))
    kept = tuple(rows[number] for number in sorted(rows) if rows[number].cells)
    return Table(table.sheet, kept, table.merges, table.hidden_columns)
