"""Finding the head of a table by meaning: which rows, which column holds what, in which unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from common.names import of_persons
from intake.rules import head_findings
from intake.rules.cells import fold
from intake.rules.findings import Finding
from intake.rules.head_words import Sense, make_sense
from intake.rules.layout import AS_FOUND, SheetLayout
from intake.rules.table import BLANK, Row, Table
from records.rules.sheets import SheetSpec, Unit

SEARCHED_ROWS = 30
DEEPEST_HEAD = 3
FEWEST_COLUMNS = 2


def veiled(
    number: int,
    columns: Mapping[str, int],
    labels: Mapping[int, str],
    personal: Collection[str],
) -> bool:
    """Whether the cells of a column are kept and shown masked.

    So are those that hold what persons are, by the key in `columns` or by their head; and where a
    table holds such columns at all, also the ones that nothing claims: who knows what stands there.
    """
    key = next((key for key, place in columns.items() if place == number), None)
    if key is not None:
        return key in personal
    return bool(personal) or of_persons(labels.get(number, ""))


@dataclass(frozen=True, slots=True)
class Header:
    """Where the head stands and what it says; `columns` and `units` are by column key.

    `ignored` columns were left out on purpose; `remembered` ones were read, or left out, as an
    earlier import of the office decided.
    """

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    units: Mapping[str, Unit]
    labels: Mapping[int, str]
    findings: tuple[Finding, ...] = ()
    ignored: frozenset[int] = frozenset()
    remembered: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Rows that may be the head, and what their words mean."""

    rank: tuple[int, int, int]
    first: int
    last: int
    labels: dict[int, str]
    sense: Sense


def find_header(
    table: Table,
    spec: SheetSpec,
    layout: SheetLayout = AS_FOUND,
    memory: Mapping[str, str] | None = None,
) -> Header | None:
    """The head that names most columns and units of the spec, the shallowest and first of equals.

    What a person said in `layout` goes before the words, and the words before `memory`: headings
    that the office mapped before, to a key or to `IGNORED`. None when no row names the leading
    column and one more, and nobody said which rows are the head. Missing, doubled and unknown
    columns, what was remembered and conversions of units are findings of the result.
    """
    known = memory or {}
    if layout.head:
        return _header(table, spec, _told(table, spec, layout, known), layout)
    best: _Candidate | None = None
    rows = [row for row in table.rows if row.number <= _last_searched(table)]
    for start, row in enumerate(rows):
        for depth in range(1, DEEPEST_HEAD + 1):
            block = rows[start : start + depth]
            if len(block) < depth or any(_looks_like_data(item) for item in block):
                break
            labels = _labels(table, block)
            sense = make_sense(labels, spec, layout, known)
            if len(sense.found) < FEWEST_COLUMNS or spec.leads not in sense.found:
                continue
            stated = sum(1 for hits in sense.found.values() for _, unit in hits if unit)
            rank = (len(sense.found), stated, -depth)
            if best is None or rank > best.rank:
                best = _Candidate(rank, row.number, block[-1].number, labels, sense)
    return _header(table, spec, best, layout) if best else None


def _told(
    table: Table, spec: SheetSpec, layout: SheetLayout, memory: Mapping[str, str]
) -> _Candidate:
    """The head as a person said it."""
    first, last = layout.head or (0, 0)
    labels = _labels(table, [row for row in table.rows if first <= row.number <= last])
    return _Candidate((0, 0, 0), first, last, labels, make_sense(labels, spec, layout, memory))


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


def _header(table: Table, spec: SheetSpec, candidate: _Candidate, layout: SheetLayout) -> Header:
    sense, last = candidate.sense, candidate.last
    found = sense.found
    findings: list[Finding] = []
    columns: dict[str, int] = {}
    units: dict[str, Unit] = {}
    line = head_findings.unit_line(table, candidate.first)
    for column in spec.columns:
        hits = found.get(column.key, [])
        if not hits:
            if column.required:
                findings.append(head_findings.missing(table, column, last))
            continue
        if len(hits) > 1:
            findings.append(head_findings.doubled(table, column, hits, last))
        columns[column.key] = hits[0][0]
        if column.units:
            unit, finding = head_findings.unit_of(table, column, hits[0], line, last)
            units[column.key] = unit
            if finding:
                findings.append(finding)
    known = {number for hits in found.values() for number, _ in hits} | sense.ignored
    findings += head_findings.decided(table, spec, candidate.labels, sense, layout, last)
    findings += head_findings.unknown(table, candidate.labels, known, last)
    return Header(
        candidate.first,
        last,
        columns,
        units,
        candidate.labels,
        tuple(findings),
        frozenset(sense.ignored),
        frozenset(sense.remembered),
    )
