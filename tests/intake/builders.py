"""Small workbooks and tables for the tests of intake."""

from io import BytesIO
from pathlib import Path

import openpyxl

from intake.rules.table import Cell, Merge, Row, Table

LINQU = Path(__file__).parents[2] / "fixtures" / "plans" / "linqu-2024.xlsx"
HEAD = ["序号", "小区名称", "街道", "楼栋数(栋)", "户数(户)", "建筑面积(㎡)"]
ROWS = [
    [1, "甲小区", "城关街道", 2, 40, 3200.5],
    [2, "乙小区", "城关街道", 1, 20, 1500],
    [3, "丙小区", "东城街道", 3, 60, 5000.25],
]


def cell(value):
    if value is None or value == "":
        return Cell()
    return Cell(str(value), "text" if isinstance(value, str) else "number")


def table(rows, merges=(), sheet="计划", hidden=(), hidden_columns=()):
    """A table from lists; row 1 is the first list."""
    return Table(
        sheet,
        tuple(
            Row(
                number,
                {i: cell(v) for i, v in enumerate(values, 1) if not cell(v).blank},
                number in hidden,
            )
            for number, values in enumerate(rows, 1)
            if any(not cell(v).blank for v in values)
        ),
        tuple(Merge(*merge) for merge in merges),
        frozenset(hidden_columns),
    )


def workbook(rows, title="计划", merges=(), edit=None):
    """The bytes of an .xlsx file; `edit` may change the openpyxl workbook before saving."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for values in rows:
        sheet.append(values)
    for block in merges:
        sheet.merge_cells(block)
    if edit:
        edit(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
