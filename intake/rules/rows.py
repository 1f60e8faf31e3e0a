"""Table in, rows out: a pure parse that reports every wrong cell at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from intake.rules import sheet_checks
from intake.rules.cells import expectation, fold, read_name, read_number
from intake.rules.entries import expected, masked, masked_text, read_entry
from intake.rules.findings import Finding
from intake.rules.headers import Header, find_header
from intake.rules.layout import AS_FOUND, SheetLayout
from intake.rules.reading import ParsedRow, Reading
from intake.rules.sheet_checks import SumRow
from intake.rules.table import BLANK, Cell, Row, Table, address
from intake.rules.totals import TotalLabel, part_label, total_label
from records.rules.sheets import Column, SheetSpec

WORDED = frozenset({"text", "choice", "date", "year"})
_NOTES = ("注:", "备注:", "说明:", "填表说明", "填表人", "制表", "填报")
FEWEST_NUMBERED = 3
_MEND = "请改正这一格，或改好文件后重新上传"
_FILL = "请补上这一格，或补好文件后重新上传"


@dataclass(slots=True)
class _State:
    """What the walk down the sheet has seen so far."""

    findings: list[Finding] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    rows: dict[int, ParsedRow] = field(default_factory=dict)
    totals: list[SumRow] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()


def read_rows(
    table: Table,
    spec: SheetSpec,
    layout: SheetLayout = AS_FOUND,
    memory: Mapping[str, str] | None = None,
) -> Reading:
    """Parse a sheet by its specification; nothing is raised, every fault is a finding.

    `layout` is what a person said of the sheet, `memory` the headings that the office mapped.
    """
    header = find_header(table, spec, layout, memory)
    if header is None:
        return Reading(table.sheet, None, findings=(_no_header(table, spec),))
    if spec.leads not in header.columns:
        return Reading(table.sheet, header, findings=header.findings)
    state = _State(findings=list(header.findings), groups=_groups(table, spec, header))
    for row in table.rows:
        if row.number > header.last_row:
            _take(table, spec, header, row, state)
    totals, untied = sheet_checks.sums(table, spec, header, state.totals, state.kinds, state.rows)
    rows = tuple(state.rows.values())
    state.findings += [
        *untied,
        *sheet_checks.merged(table, spec, header),
        *sheet_checks.hidden(table, header),
        *sheet_checks.duplicates(table, spec, rows),
    ]
    if not rows:
        state.findings.append(
            Finding(
                "refuse",
                "no_rows",
                f"表头下面没有一行{spec.rows_are}",
                table.sheet,
                str(header.last_row + 1),
                "",
                f"每个{spec.rows_are}一行",
            )
        )
    return Reading(table.sheet, header, rows, totals, tuple(state.findings))


def _take(table: Table, spec: SheetSpec, header: Header, row: Row, state: _State) -> None:
    label = _sum_label(spec, header, row, state.groups)
    if label is not None:
        state.totals.append(SumRow(len(state.kinds), row, label))
        state.kinds.append("total")
        return
    kind, note = _other_kind(spec, header, row)
    if kind:
        text = next(iter(row.cells.values())).text
        state.findings.append(
            Finding(
                "inform",
                "skipped",
                note,
                table.sheet,
                address(row.number, min(row.cells)),
                (masked_text(text) if spec.personal else text)[:60],
            )
        )
        state.kinds.append(kind)
        return
    state.rows[len(state.kinds)] = _data_row(table, spec, header, row, state)
    state.kinds.append("row")


def _groups(table: Table, spec: SheetSpec, header: Header) -> frozenset[str]:
    """Every value of the column that subtotals are about, folded."""
    number = header.columns.get(spec.group, 0)
    rows = (row for row in table.rows if row.number > header.last_row)
    return frozenset(fold(row.cells[number].text) for row in rows if number in row.cells)


def _sum_label(
    spec: SheetSpec, header: Header, row: Row, groups: frozenset[str]
) -> TotalLabel | None:
    """How the row calls itself where it is a sum: 小计, 合计, or “其中:1.某街道” of a known one."""
    for number, cell in sorted(row.cells.items()):
        if cell.kind == "text" and not _is_numeric(spec, header, number):
            label = total_label(cell.text) or part_label(cell.text, groups)
            if label is not None:
                return label
    return None


def _is_numeric(spec: SheetSpec, header: Header, number: int) -> bool:
    return any(
        header.columns.get(column.key) == number for column in spec.columns if column.numeric
    )


def _other_kind(spec: SheetSpec, header: Header, row: Row) -> tuple[str, str]:
    leading = header.columns[spec.leads]
    name = row.cells.get(leading, BLANK)
    first = fold(row.cells[min(row.cells)].text)
    if first.startswith(_NOTES) or fold(name.text).startswith(_NOTES):
        return "note", "表下的说明，没有读入"
    if fold(name.text) and header.labels.get(leading, "").endswith(fold(name.text)):
        return "note", "重复的表头，没有读入"
    if first == "1" and _counts_columns(row):
        return "note", "列的编号一行，没有读入"
    says = any(
        _says(column) and header.columns.get(column.key) in row.cells for column in spec.columns
    )
    if name.blank and not says:
        return "note", f"没有{spec.rows_are}名称也没有数字的一行，没有读入"
    return "", ""


def _counts_columns(row: Row) -> bool:
    """Whether the row only numbers the columns of the table: 1, 2, 3 and on."""
    texts = [fold(cell.text) for _, cell in sorted(row.cells.items())]
    return len(texts) >= FEWEST_NUMBERED and texts == [str(n) for n in range(1, len(texts) + 1)]


def _says(column: Column) -> bool:
    """Whether a cell of the column makes a row one that says something, also without its name."""
    return column.numeric or (column.kind in WORDED - {"year"} and not column.fill_down)


def _data_row(table: Table, spec: SheetSpec, header: Header, row: Row, state: _State) -> ParsedRow:
    values: dict[str, str | Decimal] = {}
    cells: dict[str, str] = {}
    auto: set[str] = set()
    for column in spec.columns:
        number = header.columns.get(column.key)
        if number is None:
            continue
        where = address(row.number, number)
        cells[column.key] = where
        cell = row.cells.get(number, BLANK)
        if column.numeric:
            _figure(table, column, header, cell, where, values, auto, state)
        elif column.kind == "index":
            values[column.key] = fold(cell.text)
        elif column.kind in WORDED:
            _entry(table, column, row.number, number, cell, values, auto, state)
        else:
            _words(table, column, row.number, number, cell, values, auto, state)
    return ParsedRow(row.number, values, cells, frozenset(auto), table.sheet)


def _figure(
    table: Table,
    column: Column,
    header: Header,
    cell: Cell,
    where: str,
    values: dict[str, str | Decimal],
    auto: set[str],
    state: _State,
) -> None:
    reading = read_number(cell, column, header.units.get(column.key))
    if reading.value is not None:
        values[column.key] = reading.value
        if reading.note:
            auto.add(column.key)
            state.findings.append(
                Finding("inform", "converted", reading.note, table.sheet, where, cell.text)
            )
    elif column.required and not reading.error and not cell.blank:
        values[column.key] = Decimal(0)
        auto.add(column.key)
        said = f"“{cell.text.strip()}”读作 0，请看是没有还是漏填"
        state.findings.append(Finding("warn", "dash", said, table.sheet, where, cell.text))
    elif reading.error or column.required:
        message = reading.error or f"{column.label}没有填"
        wanted = reading.expected or expectation(column)
        state.findings.append(_wrong(table, where, cell.text, message, wanted))


def _words(
    table: Table,
    column: Column,
    line: int,
    number: int,
    cell: Cell,
    values: dict[str, str | Decimal],
    auto: set[str],
    state: _State,
) -> None:
    where = address(line, number)
    merge = table.merge_at(line, number)
    text, note = read_name(cell.text)
    if not text and column.fill_down and column.key in state.above:
        text = state.above[column.key]
        auto.add(column.key)
        if not merge:
            state.findings.append(_filled(table, where, column, text))
    elif note:
        auto.add(column.key)
        state.findings.append(Finding("inform", "converted", note, table.sheet, where, cell.text))
    if text and cell.kind in {"date", "error", "formula"}:
        text = ""
    if not text and column.required:
        state.findings.append(
            _wrong(table, where, cell.text, f"{column.label}没有填", "文字", _FILL)
        )
    if column.fill_down and text:
        state.above[column.key] = text
    values[column.key] = text


def _entry(
    table: Table,
    column: Column,
    line: int,
    number: int,
    cell: Cell,
    values: dict[str, str | Decimal],
    auto: set[str],
    state: _State,
) -> None:
    where, found = address(line, number), read_entry(cell, column)
    text, note, error = found.value, found.note, found.error
    merge = table.merge_at(line, number)
    below = merge is not None and merge.top < line
    if not text and not error and (column.fill_down or below) and state.above.get(column.key):
        text, note = state.above[column.key], ""
        auto.add(column.key)
        if not merge:
            state.findings.append(_filled(table, where, column, masked(text, column)))
    if note:
        auto.add(column.key)
        told = Finding("inform", "converted", note, table.sheet, where, masked(cell.text, column))
        state.findings.append(told)
    if error or (not text and column.required):
        message = error or f"{column.label}没有填"
        shown, wanted = masked(cell.text, column), found.expected or expected(column)
        state.findings.append(_wrong(table, where, shown, message, wanted))
    state.above[column.key] = text
    if not error:
        values[column.key] = text


def _wrong(
    table: Table, where: str, value: str, message: str, wanted: str, remedy: str = _MEND
) -> Finding:
    """A cell that cannot stand as it is."""
    return Finding("refuse", "cell", message, table.sheet, where, value, wanted, remedy)


def _filled(table: Table, where: str, column: Column, text: str) -> Finding:
    """A blank cell that reads as the one above it, without being merged with it."""
    message = f"{column.label}空着，照上一行读作“{text}”"
    return Finding("warn", "filled_down", message, table.sheet, where)


def _no_header(table: Table, spec: SheetSpec) -> Finding:
    wanted = "、".join(column.label for column in spec.columns if column.required)
    first = table.rows[0] if table.rows else None
    return Finding(
        "refuse",
        "no_header",
        f"工作表“{table.sheet}”里找不到{spec.title}的表头",
        table.sheet,
        address(first.number, min(first.cells)) if first else "A1",
        first.cells[min(first.cells)].text[:60] if first else "",
        f"一行表头，写有{wanted}",
        "请确认选对了文件和工作表",
    )
