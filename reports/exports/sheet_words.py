"""What a table to fill in says of its columns: heads with units, what to write, an example."""

from __future__ import annotations

from records.rules.sheets import Column

KINDS = {
    "index": "序号",
    "name": "名称",
    "place": "名称，按行政区划写全称",
    "count": "整数",
    "decimal": "数字，最多两位小数",
    "text": "文字",
    "date": "日期，如 2024-06-01",
}


def head(column: Column) -> str:
    """专有面积（㎡）: the label with the unit that the values are in."""
    return f"{column.label}（{column.base_unit}）" if column.base_unit else column.label


def example(column: Column) -> str:
    """A cell as it might be filled in."""
    if column.example:
        return column.example
    if column.choices:
        return next(iter(column.choices.values()))[0]
    samples = {"index": "1", "count": "6", "decimal": "1280.50", "date": "2024-06-01"}
    return samples.get(column.kind, "")


def explained(column: Column) -> str:
    """What a cell of this column holds, in words."""
    if column.choices:
        words = f"从下列选一：{'、'.join(choices(column))}"
    else:
        words = KINDS.get(column.kind, "文字")
    unit = f"，单位{column.base_unit}" if column.base_unit else ""
    return f"{words}{unit}。{column.hint}".strip()


def choices(column: Column) -> list[str]:
    """The words to choose from, each in its first spelling."""
    return [spellings[0] for spellings in column.choices.values()]
