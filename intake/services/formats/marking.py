"""A workbook given back with its cells marked: coloured, with what is wrong as a comment.

An .xlsx file stays as its sender made it; of any other format the sheets are written anew. The
import's mark lies in the properties of the file and on the sheet of explanations, so that the
workbook is recognised when it comes back.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill

from intake.rules.attention import place_of
from intake.rules.mends import typed
from intake.rules.table import Table

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

PROPERTY = "老旧小区改造导入"
EXPLANATIONS = "核对说明"
WHO = "核对"
_MARK = re.compile(r"(\d{1,12}):([0-9a-f]{16})")
_FILLS = {"refuse": "FFF4CCCC", "warn": "FFFCE8B2", "mended": "FFDCE8F7"}
_WORDS = {"refuse": "错误", "warn": "请核对", "mended": "已改正"}
_HEAD = ("工作表", "单元格", "性质", "说明", "现为", "应为", "怎么办")
_WIDTHS = (14, 10, 8, 48, 16, 30, 40)
_MOST_PROPERTIES = 100_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about cells: `cell` as in a finding, `tone` refuse, warn or mended."""

    sheet: str
    cell: str
    tone: str
    words: str
    value: str = ""
    expected: str = ""
    remedy: str = ""


def mark_workbook(
    content: bytes,
    tables: Sequence[Table],
    mark: str,
    remarks: Sequence[Remark],
    mends: Mapping[tuple[str, str], str],
) -> bytes:
    """The workbook with remarks at its cells and mended texts in them; `mark` is `number:token`.

    `tables` are the file's sheets as read, for formats that are written anew.
    """
    book = openpyxl.load_workbook(BytesIO(content)) if _is_xlsx(content) else _anew(tables)
    for (sheet, cell), text in mends.items():
        if sheet in book.sheetnames:
            _put(book[sheet], cell, text)
    for (sheet, cell), said in _by_cell(remarks).items():
        if sheet in book.sheetnames:
            _remark(book[sheet], cell, said)
    _explain(book, mark, remarks)
    _name(book, mark)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def mark_of(content: bytes) -> str:
    """The mark of a returned workbook, as written; "" for any other file."""
    try:
        with ZipFile(BytesIO(content)) as package, package.open("docProps/custom.xml") as part:
            found = _MARK.search(part.read(_MOST_PROPERTIES).decode("utf-8", "replace"))
    except (BadZipFile, KeyError, OSError, zipfile.LargeZipFile, NotImplementedError):
        return ""
    return found[0] if found else ""


def _is_xlsx(content: bytes) -> bool:
    return content.startswith(b"PK")


def _anew(tables: Iterable[Table]) -> Workbook:
    book = openpyxl.Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for table in tables:
        sheet = book.create_sheet(table.sheet[:31])
        for row in table.rows:
            for column, cell in row.cells.items():
                sheet.cell(row.number, column, _value(cell.text))
        for merge in table.merges:
            sheet.merge_cells(merge.address)
    return book


def _value(text: str) -> str | Decimal | None:
    """A number where the same digits come back, else the text as it stands."""
    cell = typed(text)
    if cell.kind == "number" and str(Decimal(cell.text)) == text:
        return Decimal(text)
    return None if cell.blank else text


def _put(sheet: Worksheet, cell: str, text: str) -> None:
    place = sheet[cell]
    if isinstance(place, MergedCell):
        place = _parted(sheet, cell)
    value = _value(text)
    if isinstance(value, str) and value.startswith("="):
        place.data_type = "s"
    place.value = value


def _parted(sheet: Worksheet, cell: str) -> SheetCell:
    """A cell inside a merged block stands alone: the block is parted, its value in every cell."""
    block = next(one for one in sheet.merged_cells.ranges if cell in one)
    top = sheet.cell(block.min_row, block.min_col).value
    bounds = block.bounds
    sheet.unmerge_cells(str(block))
    for row in sheet.iter_rows(bounds[1], bounds[3], bounds[0], bounds[2]):
        for one in row:
            one.value = top
    number, column = place_of(cell) or (1, 1)
    return cast("SheetCell", sheet.cell(number, column))


def _by_cell(remarks: Iterable[Remark]) -> dict[tuple[str, str], list[Remark]]:
    found: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        for cell in remark.cell.split():
            if place_of(cell):
                found.setdefault((remark.sheet, cell), []).append(remark)
    return found


def _remark(sheet: Worksheet, cell: str, said: list[Remark]) -> None:
    gravest = min(said, key=lambda one: list(_FILLS).index(one.tone))
    place = sheet[cell]
    place.fill = PatternFill("solid", start_color=_FILLS[gravest.tone])
    if isinstance(place, MergedCell):
        return
    words = [f"【{_WORDS[one.tone]}】{_sentence(one)}" for one in said]
    before = [place.comment.text] if place.comment else []
    place.comment = Comment("\n".join([*before, *words]), WHO, height=110, width=280)


def _sentence(remark: Remark) -> str:
    tail = [f"应为{remark.expected}" if remark.expected else "", remark.remedy]
    return "；".join([remark.words, *filter(None, tail)])


def _explain(book: Workbook, mark: str, remarks: Sequence[Remark]) -> None:
    if EXPLANATIONS in book.sheetnames:
        book.remove(book[EXPLANATIONS])
    sheet = book.create_sheet(EXPLANATIONS)
    sheet.append([f"改好后保存，原样带回“导入预览”即可；请不要插入或删除行、列。导入编号 {mark}"])
    sheet.append(list(_HEAD))
    for one in remarks:
        row = (one.sheet, one.cell, _WORDS[one.tone], one.words, one.value, one.expected)
        sheet.append([_plain(text) for text in (*row, one.remedy)])
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A3"


def _plain(text: str) -> str:
    """Never a formula: what a stranger wrote is shown, not run."""
    runs = text[:1] in {"=", "+", "-", "@"} and typed(text).kind != "number"
    return f"'{text}" if runs else text


def _name(book: Workbook, mark: str) -> None:
    properties = book.custom_doc_props  # type: ignore[attr-defined]
    if PROPERTY in properties.names:
        del properties[PROPERTY]
    properties.append(StringProperty(name=PROPERTY, value=mark))
