"""Workbooks of Excel and WPS (.xlsx): the careful reader, and a fast one for long plain sheets."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException

from intake.rules.table import Cell, Merge, Row, Table
from intake.services.formats import bulk
from intake.services.formats.limits import SAVE_AS, WIDEST, refused, too_long
from intake.services.formats.package import MOST_TAGS, Package, harmful, inspect
from intake.services.formats.result import WorkbookTables, cell_of, collected
from records.rules.sheets import BASE_SHEET

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# From here on the fast reader is worth it; beyond so many cells its full grid is not.
LONG = 2_000
MOST_GRID = 5_000_000


def read(content: bytes) -> WorkbookTables:
    """The visible sheets; Refused in plain words for hostile, torn and oversized packages."""
    package = inspect(content)
    if _long_and_plain(package):
        return bulk.read(content)
    if package.tags > MOST_TAGS:
        raise too_long()
    return read_carefully(content, formulas=package.formulas)


def _long_and_plain(package: Package) -> bool:
    return (
        package.plain
        and package.rows > LONG
        and package.columns <= WIDEST
        and package.rows * package.columns <= MOST_GRID
    )


def read_carefully(content: bytes, *, formulas: bool) -> WorkbookTables:
    """By openpyxl: formulas without values, hidden rows and columns, error cells are all told."""
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
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = {sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state != "visible"}
    base = hidden.pop(BASE_SHEET, None)
    ignored = [(title, "隐藏的工作表") for title in hidden]
    ignored += [(sheet.title, "图表") for sheet in book.chartsheets]
    return collected(
        [_table(sheet, pure[sheet.title] if pure else None) for sheet in visible],
        ignored,
        base=_table(base, None) if base else None,
    )


def _table(sheet: Worksheet, pure: Worksheet | None) -> Table:
    """Only cells that exist are visited: the used range of a sheet may be full of nothing."""
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    cells = sheet._cells  # noqa: SLF001  iter_rows would create every cell of the used range
    for row, column in sorted(cells):
        cell = _cell(cells[(row, column)].value)
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
    if isinstance(value, str) and value in ERROR_CODES:
        return Cell(value, "error")
    return cell_of(value)
