"""Workbook file in, plain tables out; hostile and foreign files are refused in plain words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException

from intake.rules.table import Cell, Merge, Row, Table
from intake.services.package import SAVE_AS, harmful, inspect, refused

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 256


@dataclass(frozen=True, slots=True)
class WorkbookTables:
    """The visible sheets in the order of the file, and the names of those not read, with why."""

    tables: tuple[Table, ...]
    ignored: tuple[tuple[str, str], ...] = ()


def read_workbook(content: bytes, name: str) -> WorkbookTables:
    """Read an .xlsx file; Refused in plain words when it is something else or too large."""
    formulas = inspect(content, name)
    try:
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
        pure = openpyxl.load_workbook(BytesIO(content)) if formulas else None
    except DefusedXmlException as error:
        raise harmful() from error
    except (
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        SyntaxError,
        BadZipFile,
        InvalidFileException,
    ) as error:
        raise refused("文件已损坏，读不出工作表", SAVE_AS) from error
    return _tables(book, pure)


def _tables(book: Workbook, pure: Workbook | None) -> WorkbookTables:
    tables: list[Table] = []
    ignored: list[tuple[str, str]] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            ignored.append((sheet.title, "隐藏的工作表"))
            continue
        table = _table(sheet, pure[sheet.title] if pure else None)
        if table.width > WIDEST:
            raise refused(
                f"工作表“{sheet.title}”用到了第 {table.width} 列，超过 {WIDEST} 列",
                "请删去右边多余的内容后再上传",
            )
        if table.rows:
            tables.append(table)
        else:
            ignored.append((sheet.title, "空的工作表"))
    ignored += [(sheet.title, "图表") for sheet in book.chartsheets]
    if not tables:
        raise refused("文件里没有一张有内容的工作表", "请重新选择文件")
    return WorkbookTables(tuple(tables), tuple(ignored))


def _table(sheet: Worksheet, pure: Worksheet | None) -> Table:
    """Only cells that exist are visited: the used range of a sheet may be full of nothing."""
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    cells = sheet._cells  # noqa: SLF001  iter_rows would create every cell of the used range
    for row, column in sorted(cells):
        value = cells[(row, column)].value
        cell = _cell(value)
        if cell.blank and pure is not None and (row, column) in pure._cells:  # noqa: SLF001
            kept = pure._cells[(row, column)]  # noqa: SLF001
            if kept.data_type == "f":
                cell = Cell(str(kept.value), "formula")
        if not cell.blank:
            found[row][column] = cell
    hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    return Table(
        sheet=sheet.title,
        rows=tuple(Row(number, dict(found[number]), number in hidden_rows) for number in found),
        merges=_merges(sheet),
        hidden_columns=_hidden_columns(sheet),
    )


def _merges(sheet: Worksheet) -> tuple[Merge, ...]:
    blocks = (
        Merge(block.min_row, block.min_col, block.max_row, block.max_col)
        for block in sheet.merged_cells.ranges
    )
    return tuple(sorted(blocks, key=lambda block: (block.top, block.left)))


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            hidden.update(range(dimension.min, min(dimension.max, WIDEST) + 1))
    return frozenset(hidden)


def _cell(value: object) -> Cell:
    """Binary fractions become the decimal digits that Excel shows: fifteen significant ones."""
    if isinstance(value, bool):
        return Cell("是" if value else "否", "text")
    if isinstance(value, int | float):
        return Cell(str(value) if isinstance(value, int) else _digits(value), "number")
    if isinstance(value, date | time):
        return Cell(_day(value), "date")
    text = "" if value is None else str(value)
    if not text.strip():
        return Cell()
    return Cell(text, "error" if text in ERROR_CODES else "text")


def _day(value: date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat()


def _digits(value: float) -> str:
    text = format(value, ".15g")
    if "e" not in text:
        return text
    plain = format(value, ".15f").rstrip("0").rstrip(".")
    return plain or "0"
