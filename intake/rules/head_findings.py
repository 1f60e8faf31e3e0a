"""What is to be said of a head: missing, doubled and unknown columns, decisions, units."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.rules.cells import fold, unit_named
from intake.rules.findings import Finding
from intake.rules.head_words import Sense
from intake.rules.layout import SheetLayout
from intake.rules.table import Table, address
from records.rules.sheets import Column, SheetSpec, Unit

_UNIT_LINE = re.compile(r"单位:?")
_SEPARATORS = re.compile(r"[、,，;；/和及]")


def decided(
    table: Table,
    spec: SheetSpec,
    labels: Mapping[int, str],
    sense: Sense,
    layout: SheetLayout,
    row: int,
) -> list[Finding]:
    """What people decided about columns, now or before, is told like everything else."""
    keys = {n: key for key, hits in sense.found.items() for n, _ in hits}
    findings = []
    for number, label in labels.items():
        remembered = number in sense.remembered
        if not remembered and number not in layout.columns:
            continue
        words = label.replace("\n", "")
        read = f"读作“{spec.column(keys[number]).label}”" if number in keys else "不读入"
        how = "按上次的对应" if remembered else "按您的指定"
        findings.append(
            Finding(
                "inform",
                "remembered" if remembered else "mapped",
                f"“{words}”列{how}{read}",
                table.sheet,
                address(row, number),
                words,
            )
        )
    return findings


def missing(table: Table, column: Column, row: int) -> Finding:
    """A column that has to be there and is not."""
    return Finding(
        "refuse",
        "missing_column",
        f"缺少“{column.label}”列",
        table.sheet,
        f"A{row}:{address(row, max(table.width, 1))}",
        "",
        "表头中有" + "、".join(f"“{name}”" for name in (column.label, *column.synonyms[:3])),
        "请到“认列”指明哪一列是它，或在表头补上这一列",
    )


def doubled(table: Table, column: Column, hits: list[tuple[int, str]], row: int) -> Finding:
    """More than one column with the same meaning."""
    cells = " ".join(address(row, number) for number, _ in hits)
    return Finding(
        "refuse",
        "doubled_column",
        f"有 {len(hits)} 列都像“{column.label}”",
        table.sheet,
        cells,
        "",
        "只有一列",
        "请到“认列”忽略多余的一列",
    )


def unit_of(
    table: Table, column: Column, hit: tuple[int, str], line: tuple[str, ...], row: int
) -> tuple[Unit, Finding | None]:
    """The unit in which a column is written, and what is to be said of it."""
    number, text = hit
    cell = address(row, number)
    base = column.units[0]
    if text:
        unit = unit_named(text, column.units)
        if unit is None:
            return base, Finding(
                "refuse",
                "unknown_unit",
                f"“{column.label}”的单位不认识",
                table.sheet,
                cell,
                text,
                "、".join(item.name for item in column.units),
                "请在表头改用所列单位",
            )
    else:
        named = [unit for word in line if (unit := unit_named(word, column.units))]
        unit = named[0] if len(named) == 1 else base
        if not named and len(column.units) > 1:
            return base, Finding(
                "warn", "no_unit", f"“{column.label}”没有写单位，按{base.name}读", table.sheet, cell
            )
    if unit.factor == 1:
        return unit, None
    return unit, Finding(
        "inform",
        "unit",
        f"“{column.label}”的单位是{unit.name}，换算成{base.name}",
        table.sheet,
        cell,
    )


def unit_line(table: Table, first: int) -> tuple[str, ...]:
    """The words of lines such as "单位：个、栋、万㎡、户" above the head.

    “填报单位：某局” is such a line as well, or part of one; its words name no unit.
    """
    above = (row for row in table.rows if row.number < first)
    texts = (fold(cell.text) for row in above for cell in row.cells.values())
    said = (part.strip("()") for text in texts for part in _UNIT_LINE.split(text)[1:])
    return tuple(word for part in said for word in _SEPARATORS.split(part) if word)


def unknown(table: Table, labels: Mapping[int, str], known: set[int], row: int) -> list[Finding]:
    """Columns that nobody knows: to be mapped or left out, never dropped silently."""
    return [
        Finding(
            "warn",
            "unknown_column",
            f"“{label.replace(chr(10), '')}”列不认识，没有读入",
            table.sheet,
            address(row, number),
            label.replace("\n", ""),
            "",
            "请到“认列”指明它是哪一列，或忽略它",
        )
        for number, label in labels.items()
        if number not in known
    ]
