"""A declared table as a workbook to read, to fill in and to send back: the export is the template.

The first sheet holds the table: title, heads with their units, rows, sums; lists drop down where a
column is a choice, and a note at each head says what to write. The second explains every column,
so that the intake, which reads the first sheet with a fitting head, takes the file back as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from records.rules.sheets import BASE_SHEET, Column
from records.rules.tables import Value
from reports.exports.sheet_words import choices, example, explained, head

THIN = Side(style="thin", color="B7C0CA")
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NEEDED = PatternFill("solid", fgColor="E9F0F8")
WANTED = PatternFill("solid", fgColor="F4F6F8")
PLAIN, BOLD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
TITLE = Font(name="宋体", size=16, bold=True)
EXPLAINED = (("列", 22), ("必填", 8), ("怎么填", 60), ("示例", 24))
TABLE, NOTES, EXAMPLE = "台账", "填表说明", "示例"
LONGEST_LIST = 255
FIRST_ROW = 3


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the workbook; `told` are sentences above the columns of the second sheet.

    `rows` are values in the order of `columns`; `total` likewise, empty for a blank template. With
    `base` the rows stand once more on a hidden sheet, so that a table that comes back is compared
    with what it said when it was made.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = ()
    total: Sequence[Value] = ()
    told: Sequence[str] = ()
    example: bool = False
    base: bool = False


def write(form: Form) -> bytes:
    """The workbook's bytes; rows are streamed."""
    book = Workbook(write_only=True)
    table, notes = book.create_sheet(TABLE), book.create_sheet(NOTES)
    _table(table, form, _kept(book, form) if form.base else form.rows)
    _notes(notes, form)
    if form.example:
        _table(book.create_sheet(EXAMPLE), form, [[example(one) for one in form.columns]])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _kept(book: Workbook, form: Form) -> Iterator[Sequence[Value]]:
    """The rows, each put down on the hidden sheet as it goes by."""
    sheet: Any = book.create_sheet(BASE_SHEET)
    sheet.sheet_state = "hidden"
    sheet.append([head(column) for column in form.columns])
    for row in form.rows:
        sheet.append([_cell(sheet, value, edge=False) for value in row])
        yield row


def _table(sheet: Any, form: Form, rows: Iterable[Sequence[Value]]) -> None:
    for number, column in enumerate(form.columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _width(column)
        if (rule := _list(column)) is not None:
            rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + 50_000}")
            sheet.data_validations.append(rule)
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.append([_cell(sheet, form.title, TITLE, edge=False)])
    sheet.append([_head(sheet, column) for column in form.columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if form.total:
        sheet.append([_cell(sheet, value, BOLD) for value in form.total])


def _notes(sheet: Any, form: Form) -> None:
    for number, (_, width) in enumerate(EXPLAINED, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, f"{form.title}填表说明", TITLE, edge=False)])
    for line in form.told:
        sheet.append([_cell(sheet, line, edge=False)])
    sheet.append([])
    sheet.append([_cell(sheet, label, BOLD) for label, _ in EXPLAINED])
    for told in _lines(form.columns):
        sheet.append([_cell(sheet, value) for value in told])


def _lines(columns: Sequence[Column]) -> Iterator[tuple[str, str, str, str]]:
    for column in columns:
        needed = "必填" if column.required else "选填"
        yield head(column), needed, explained(column), example(column)


def _head(sheet: Any, column: Column) -> Any:
    cell = _cell(sheet, head(column), BOLD)
    cell.fill = NEEDED if column.required else WANTED
    needed = "必填。" if column.required else "选填。"
    cell.comment = Comment(f"{needed}{explained(column)}", "填表说明", height=90, width=260)
    return cell


def _list(column: Column) -> DataValidation | None:
    """A list that drops down; none where it would not fit into a cell's rule."""
    words = ",".join(choices(column))
    if not words or len(words) > LONGEST_LIST - 2:
        return None
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    rule.error, rule.errorTitle = f"请选：{words.replace(',', '、')}"[:220], column.label[:30]
    return rule


def _width(column: Column) -> int:
    if column.kind in {"name", "place", "text"}:
        return 24 if column.kind == "name" else 18
    return max(12, 2 * len(head(column)) + 2)


def _cell(sheet: Any, value: Value, font: Font = PLAIN, *, edge: bool = True) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value if value not in (None, "") else None
    cell.font = font
    if isinstance(value, str) and value:
        cell.data_type = "s"  # a name that begins with = is a name
    if isinstance(value, Decimal):
        cell.number_format = "0.00"
    cell.alignment = Alignment(vertical="center")
    if edge:
        cell.border = EDGE
    return cell
