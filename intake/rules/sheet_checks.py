"""Checks over the whole sheet: its stated sums, merged and hidden parts, names given twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.names import normalise
from intake.rules.cells import plain, read_number
from intake.rules.findings import Finding
from intake.rules.headers import Header
from intake.rules.reading import ParsedRow
from intake.rules.table import BLANK, Cell, Row, Table, address
from intake.rules.totals import StatedTotal, TotalLabel, members
from records.rules.sheets import Column, SheetSpec, Unit


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row that states sums, its position among the read rows, and how it calls itself."""

    position: int
    row: Row
    label: TotalLabel

    @property
    def name(self) -> str:
        return self.label.whose or ("合计" if self.label.grand else "小计")


def sums(
    table: Table,
    spec: SheetSpec,
    header: Header,
    totals: Sequence[SumRow],
    kinds: Sequence[str],
    rows: Mapping[int, ParsedRow],
) -> tuple[tuple[StatedTotal, ...], list[Finding]]:
    """Every stated sum against the rows it sums; those that do not tie are refused."""
    checked: list[StatedTotal] = []
    findings: list[Finding] = []
    places = {index: row.text(spec.group) for index, row in rows.items()}
    street = header.columns.get(spec.group)
    for total in totals:
        place = total.row.cells.get(street, BLANK).text if street else ""
        chosen = [rows[i] for i in members(total.position, total.label, place, kinds, places)]
        for column in spec.summed:
            number = header.columns.get(column.key)
            if number is None or number not in total.row.cells:
                continue
            cell, where = total.row.cells[number], address(total.row.number, number)
            stated = _stated(column, header.units[column.key], total, cell, where, chosen)
            if isinstance(stated, str):
                findings.append(_unread_total(table, column, where, cell))
            elif stated:
                checked.append(stated)
                findings += [] if stated.ties else [_untied(table, column, stated)]
    return tuple(checked), findings


def _stated(
    column: Column, unit: Unit, total: SumRow, cell: Cell, where: str, rows: Sequence[ParsedRow]
) -> StatedTotal | str | None:
    """The stated sum beside the computed one; a text when it cannot be read, None when blank."""
    reading = read_number(cell, column, unit)
    if reading.value is None:
        return reading.error or None
    computed = sum((row.amount(column.key) for row in rows), Decimal(0))
    return StatedTotal(
        where,
        column.key,
        total.name,
        reading.value / unit.factor,
        computed / unit.factor,
        unit.name,
    )


def _unread_total(table: Table, column: Column, where: str, cell: Cell) -> Finding:
    return Finding(
        "warn",
        "unread_total",
        f"{column.label}的合计读不出，没有核对",
        table.sheet,
        where,
        cell.text,
    )


def _untied(table: Table, column: Column, total: StatedTotal) -> Finding:
    return Finding(
        "refuse",
        "subtotal",
        f"“{total.label}”的{column.label}与所含各行相加不符",
        table.sheet,
        total.cell,
        plain(total.stated),
        f"{plain(total.computed)}{total.unit}",
        "请核对合计与各行，改正一方",
    )


def merged(table: Table, spec: SheetSpec, header: Header) -> list[Finding]:
    """Blocks of merged places below the head: how many rows were filled with what."""
    keys = {header.columns.get(column.key) for column in spec.columns if column.fill_down}
    top_rows = {row.number: row for row in table.rows}
    notes = []
    for merge in table.merges:
        if merge.left in keys and merge.top > header.last_row and merge.bottom > merge.top:
            top = top_rows.get(merge.top)
            text = top.cells.get(merge.left, BLANK).text if top else ""
            count = merge.bottom - merge.top + 1
            notes.append(
                Finding(
                    "inform",
                    "merged",
                    f"合并单元格，{count} 行填“{text.strip()}”",
                    table.sheet,
                    merge.address,
                )
            )
    return notes


def hidden(table: Table, header: Header) -> list[Finding]:
    """Rows and columns that the sender does not see but that were read."""
    rows = [str(row.number) for row in table.rows if row.hidden and row.number > header.last_row]
    findings = []
    if rows:
        findings.append(
            Finding(
                "warn",
                "hidden",
                f"第 {'、'.join(rows[:20])} 行在文件中是隐藏的，照样读入",
                table.sheet,
                rows[0],
            )
        )
    findings += [
        Finding(
            "warn",
            "hidden",
            "这一列在文件中是隐藏的，照样读入",
            table.sheet,
            address(header.last_row, number),
        )
        for number in header.columns.values()
        if number in table.hidden_columns
    ]
    return findings


def duplicates(table: Table, spec: SheetSpec, rows: Sequence[ParsedRow]) -> list[Finding]:
    """The same thing twice, by the columns that name it: a name in two streets is legal."""
    needed = [key for key in spec.identity if spec.column(key).required]
    seen: dict[tuple[str, ...], ParsedRow] = {}
    findings = []
    for row in rows if spec.identity else ():
        if not all(row.text(key) for key in needed):
            continue
        first = seen.setdefault(tuple(normalise(row.text(key)) for key in spec.identity), row)
        if first is not row:
            findings.append(
                Finding(
                    "refuse",
                    "duplicate",
                    f"与第 {first.number} 行{spec.twice or f'是同一{spec.rows_are}'}",
                    table.sheet,
                    row.cells[spec.leads],
                    row.text(spec.leads),
                    f"每个{spec.rows_are}一行",
                    f"确是同一{spec.rows_are}请并成一行，不是请在名称上区分",
                )
            )
    return findings
