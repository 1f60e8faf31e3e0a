"""Delimited text (.csv, or "Unicode text" from Excel), in UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from pathlib import PurePath

from intake.rules.table import Cell, Row, Table
from intake.services.formats.limits import MOST_ROWS, SAVE_AS, WIDEST, refused, too_long, too_wide
from intake.services.formats.result import WorkbookTables, cell_of, collected

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030"}
_DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)
_LOOKED_AT = 40
_LONGEST_NAME = 60


def read(content: bytes, name: str) -> WorkbookTables:
    """The one table of a text file; Refused when it is no text, or no table."""
    text, encoding = _text(content, name)
    delimiter = _delimiter(text)
    if delimiter is None:
        raise refused(f"“{name}”不是 Excel 工作簿，也不是分列的文本", SAVE_AS)
    note = f"按 {_NAMES[encoding]} 编码、以{_DELIMITERS[delimiter]}分列读入"
    title = PurePath(name).stem[:_LONGEST_NAME] or "文本"
    return collected([Table(title, _rows(text, delimiter, title))], (), (note,))


def _text(content: bytes, name: str) -> tuple[str, str]:
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text, encoding
    raise refused(f"“{name}”不是 Excel 工作簿，文字编码也不认识", SAVE_AS)


def _delimiter(text: str) -> str | None:
    """The separator that most of the first lines contain; None when no line is divided."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    found = Counter({mark: sum(mark in line for line in lines) for mark in _DELIMITERS})
    mark, lines_with = found.most_common(1)[0]
    return mark if lines_with else None


def _rows(text: str, delimiter: str, title: str) -> tuple[Row, ...]:
    rows = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, values in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise too_long()
            if len(values) > WIDEST and any(value.strip() for value in values[WIDEST:]):
                raise too_wide(title, len(values))
            cells = {
                column: cell
                for column, value in enumerate(values, 1)
                if not (cell := _cell(value)).blank
            }
            if cells:
                rows.append(Row(number, cells))
    except csv.Error as error:
        raise refused(
            f"第 {reader.line_num} 行的引号不成对，分不出列", "请在 Excel 中打开后另存为 .xlsx"
        ) from error
    return tuple(rows)


def _cell(value: str) -> Cell:
    """Plain digits count as a number, so that a text file reads like the workbook it came from."""
    stripped = value.strip()
    return Cell(stripped, "number") if _NUMBER.fullmatch(stripped) else cell_of(value)
