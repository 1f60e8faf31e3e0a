"""An empty workbook of a declared table: heads, lists to choose from, notes, an example."""

from __future__ import annotations

from records.rules.sheets import SheetSpec
from reports.exports.sheet_form import Form, write

TOLD = (
    "每行填{rows}；列的先后可以换，选填的列可以删去，表头文字不要改。",
    "带单位的列按表头的单位填数字，不写单位；没有的留空，不要填 0。",
    "深色表头必填。“示例”表只供参照，导入时不读。",
)


def template(spec: SheetSpec) -> bytes:
    """The bytes of the workbook."""
    rows = f"一个{spec.rows_are}" if spec.rows_are else "一条"
    told = [line.format(rows=rows) for line in TOLD]
    return write(Form(title=spec.title, columns=spec.columns, told=told, example=True))
