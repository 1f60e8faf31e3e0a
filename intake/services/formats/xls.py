"""Workbooks of Excel 97–2003 and WPS (.xls, .et), read row by row as they are stored."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import xlrd

from intake.rules.table import Cell, Merge, Row, Table
from intake.services.formats.limits import SAVE_AS, locked, refused, torn, with_macros
from intake.services.formats.result import WorkbookTables, cell_of, collected

_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FAULTS = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    AssertionError,
    struct.error,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    EOFError,
    NotImplementedError,
)


def read(content: bytes, name: str) -> WorkbookTables:
    """The visible sheets; Refused for a password, macros, or another kind of old Office file."""
    if _PACKAGE in content:
        raise locked()
    if _MACROS in content:
        raise with_macros()
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, ragged_rows=True, logfile=nowhere
            )
            return _tables(book)
    except _FAULTS as error:
        words = str(error).lower()
        if "encrypted" in words:
            raise locked() from error
        if "can't find workbook" in words:
            raise refused(f"“{name}”不是 Excel 工作簿（像是 .doc 或 .ppt）", SAVE_AS) from error
        raise torn() from error


def _tables(book: xlrd.Book) -> WorkbookTables:
    ignored = [(sheet.name, "隐藏的工作表") for sheet in book.sheets() if sheet.visibility]
    tables = [_table(book, sheet) for sheet in book.sheets() if not sheet.visibility]
    return collected(tables, ignored)


def _table(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Table:
    rows = []
    for index in range(sheet.nrows):
        cells = {
            column: cell
            for column, (kind, value) in enumerate(
                zip(sheet.row_types(index), sheet.row_values(index), strict=True), 1
            )
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
            and not (cell := _cell(book, kind, value)).blank
        }
        if cells:
            info = sheet.rowinfo_map.get(index)
            rows.append(Row(index + 1, cells, bool(info and info.hidden)))
    hidden = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
    merges = sorted(sheet.merged_cells, key=lambda block: (block[0], block[2]))
    return Table(
        sheet=sheet.name,
        rows=tuple(rows),
        merges=tuple(
            Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in merges
        ),
        hidden_columns=frozenset(hidden),
    )


def _cell(book: xlrd.Book, kind: int, value: object) -> Cell:
    if kind == xlrd.XL_CELL_DATE:
        return cell_of(xlrd.xldate_as_datetime(value, book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return cell_of(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(value, "#N/A"), "error")
    return cell_of(value)
