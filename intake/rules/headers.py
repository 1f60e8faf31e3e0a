"""Finding the head of a table by meaning: which rows, which column holds what, in which unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from intake.rules.cells import fold, unit_named
from intake.rules.findings import Finding
from intake.rules.table import BLANK, Row, Table, address
from records.rules.sheets import Column, SheetSpec, Unit

SEARCHED_ROWS = 30
DEEPEST_HEAD = 3
FEWEST_COLUMNS = 2
_BRACKETED = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]$")
_UNIT_LINE = re.compile(r"单位[:：]?(.+)$")
_SEPARATORS = re.compile(r"[、,，;；/和及]")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the head stands and what it says; `columns` and `units` are by column key."""

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    units: Mapping[str, Unit]
    labels: Mapping[int, str]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Rows that may be the head; `found` holds per key the columns and their unit texts."""

    rank: tuple[int, int, int]
    first: int
    last: int
    labels: dict[int, str]
    found: dict[str, list[tuple[int, str]]]


def find_header(table: Table, spec: SheetSpec) -> Header | None:
    """The head that names most columns and units of the spec, the shallowest and first of equals.

    None when no row names the row's name column and one more. Missing, doubled and unknown columns
    and conversions of units are findings of the result.
    """
    best: _Candidate | None = None
    rows = [row for row in table.rows if row.number <= _last_searched(table)]
    for start, row in enumerate(rows):
        for depth in range(1, DEEPEST_HEAD + 1):
            block = rows[start : start + depth]
            if len(block) < depth or any(_looks_like_data(item) for item in block):
                break
            labels = _labels(table, block)
            found = _match(labels, spec)
            if len(found) < FEWEST_COLUMNS or "name" not in found:
                continue
            stated = sum(1 for hits in found.values() for _, unit in hits if unit)
            rank = (len(found), stated, -depth)
            if best is None or rank > best.rank:
                best = _Candidate(rank, row.number, block[-1].number, labels, found)
    return _header(table, spec, best) if best else None


def _last_searched(table: Table) -> int:
    filled = table.rows[:SEARCHED_ROWS]
    return filled[-1].number if filled else 0


def _looks_like_data(row: Row) -> bool:
    return any(cell.kind in {"number", "date"} for cell in row.cells.values())


def _labels(table: Table, block: list[Row]) -> dict[int, str]:
    """Per column the words of the head from top to bottom, merged ones counted in each column."""
    labels: dict[int, str] = {}
    by_number = {row.number: row for row in table.rows}
    for column in range(1, table.width + 1):
        parts: list[str] = []
        for row in block:
            merge = table.merge_at(row.number, column)
            if merge and merge.right > merge.left and merge.top == merge.bottom and len(block) == 1:
                cell = row.cells.get(column, BLANK)
            elif merge:
                source = by_number.get(merge.top)
                cell = source.cells.get(merge.left, BLANK) if source else BLANK
            else:
                cell = row.cells.get(column, BLANK)
            text = fold(cell.text)
            if text and text not in parts:
                parts.append(text)
        if parts:
            labels[column] = "\n".join(parts)
    return labels


def _match(labels: Mapping[int, str], spec: SheetSpec) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for number, label in labels.items():
        for column in spec.columns:
            unit = _meaning(label, column)
            if unit is not None:
                found.setdefault(column.key, []).append((number, unit))
                break
    return found


def _meaning(label: str, column: Column) -> str | None:
    """The unit text of the label if it names the column ("" for none), else None."""
    parts = label.split("\n")
    unit = _bare(parts[-1])
    if len(parts) > 1 and unit_named(unit, column.units):
        return None if _meaning("\n".join(parts[:-1]), column) is None else unit
    names = {fold(name) for name in (column.label, *column.synonyms)}
    for words in ("".join(parts), parts[-1]):
        if words in names:
            return ""
        match = _BRACKETED.search(words)
        if match and words[: match.start()] in names:
            return match[1]
    return None


def _bare(text: str) -> str:
    match = _BRACKETED.fullmatch(text)
    return match[1] if match else text


def _header(table: Table, spec: SheetSpec, candidate: _Candidate) -> Header:
    found, last = candidate.found, candidate.last
    findings: list[Finding] = []
    columns: dict[str, int] = {}
    units: dict[str, Unit] = {}
    line = _unit_line(table, candidate.first)
    for column in spec.columns:
        hits = found.get(column.key, [])
        if not hits:
            if column.required:
                findings.append(_missing(table, column, last))
            continue
        if len(hits) > 1:
            findings.append(_doubled(table, column, hits, last))
        columns[column.key] = hits[0][0]
        if column.units:
            unit, finding = _unit_of(table, column, hits[0], line, last)
            units[column.key] = unit
            if finding:
                findings.append(finding)
    known = {number for hits in found.values() for number, _ in hits}
    findings += _unknown(table, candidate.labels, known, last)
    return Header(candidate.first, last, columns, units, candidate.labels, tuple(findings))


def _missing(table: Table, column: Column, row: int) -> Finding:
    return Finding(
        "refuse",
        "missing_column",
        f"缺少“{column.label}”列",
        table.sheet,
        f"A{row}:{address(row, max(table.width, 1))}",
        "",
        "表头中有" + "、".join(f"“{name}”" for name in (column.label, *column.synonyms[:3])),
        "请在表头补上这一列，或改成所列写法之一",
    )


def _doubled(table: Table, column: Column, hits: list[tuple[int, str]], row: int) -> Finding:
    cells = " ".join(address(row, number) for number, _ in hits)
    return Finding(
        "refuse",
        "doubled_column",
        f"有 {len(hits)} 列都像“{column.label}”",
        table.sheet,
        cells,
        "",
        "只有一列",
        "请删去或改名多余的一列",
    )


def _unit_of(
    table: Table, column: Column, hit: tuple[int, str], line: tuple[str, ...], row: int
) -> tuple[Unit, Finding | None]:
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


def _unit_line(table: Table, first: int) -> tuple[str, ...]:
    """The words of a line such as "单位：个、栋、万㎡、户" above the head."""
    for row in table.rows:
        if row.number >= first:
            break
        for cell in row.cells.values():
            match = _UNIT_LINE.search(fold(cell.text))
            if match:
                return tuple(word for word in _SEPARATORS.split(match[1].strip("()")) if word)
    return ()


def _unknown(table: Table, labels: Mapping[int, str], known: set[int], row: int) -> list[Finding]:
    return [
        Finding(
            "warn",
            "unknown_column",
            f"“{label.replace(chr(10), '')}”列不认识，没有读入",
            table.sheet,
            address(row, number),
            label.replace("\n", ""),
            "",
            "需要这一列时，请改用模板中的列名",
        )
        for number, label in labels.items()
        if number not in known
    ]
