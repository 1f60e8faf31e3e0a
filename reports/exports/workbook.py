"""A table as an Excel workbook: title, head, rows, totals; numbers exact, text never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

Value = str | int | Decimal | date | None
THIN = Side(style="thin", color="000000")
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FORMATS = {Decimal: "#,##0.00", int: "0", date: "yyyy-mm-dd"}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `head` is (label, width in characters) per column; `notes` stand below."""

    name: str
    title: str
    head: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    notes: Sequence[str] = ()


def write(tables: Sequence[Table]) -> bytes:
    """The workbook's bytes; rows are streamed, so memory does not grow with styles."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet: Any = book.create_sheet(table.name[:31])
        for number, (_, width) in enumerate(table.head, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A3"
        sheet.append([_cell(sheet, table.title, Font(name="宋体", size=16, bold=True), edge=False)])
        sheet.append([_cell(sheet, label, Font(name="黑体", size=11)) for label, _ in table.head])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
        if table.total:
            bold = Font(name="宋体", size=11, bold=True)
            sheet.append([_cell(sheet, value, bold) for value in table.total])
        for note in table.notes:
            sheet.append([_cell(sheet, note, edge=False)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Value, font: Font | None = None, *, edge: bool = True) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = "" if value is None else value
    cell.font = font or Font(name="宋体", size=11)
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with = is a name
    else:
        cell.number_format = FORMATS.get(type(value), "General")
    cell.alignment = Alignment(vertical="center", wrap_text=edge)
    if edge:
        cell.border = EDGE
    return cell
