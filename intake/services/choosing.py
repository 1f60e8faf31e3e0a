"""Which sheets of a workbook are read, with what people mended and said of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from common.errors import Problem, Refused
from intake.kinds import Kind
from intake.rules.layout import ALL_SHEETS
from intake.rules.mends import mended
from intake.rules.reading import Reading
from intake.rules.request import Mends, Request
from intake.rules.rows import read_rows
from intake.rules.several_sheets import across
from intake.rules.table import Table
from intake.services.formats import WorkbookTables
from records.rules.sheets import SheetSpec

__all__ = ["Chosen", "Mends", "Request", "choose"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheets that are read, as tables and readings, and why the others are not.

    `plain` are the tables as the file has them, without what people mended; `spec` is what they
    were read by.
    """

    spec: SheetSpec
    plain: tuple[Table, ...]
    tables: tuple[Table, ...]
    readings: tuple[Reading, ...]
    ignored: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> Reading:
        """All sheets as one: rows and sums one after the other, the head of the first."""
        first = self.readings[0]
        if len(self.readings) == 1:
            return first
        return replace(
            first,
            rows=tuple(row for one in self.readings for row in one.rows),
            totals=tuple(total for one in self.readings for total in one.totals),
            findings=(
                *(finding for one in self.readings for finding in one.findings),
                *across(self.readings, self.spec),
            ),
            joined={key: parts for one in self.readings for key, parts in one.joined.items()},
        )


def choose(
    tables: WorkbookTables,
    request: Request,
    kind: Kind,
    memory: Mapping[str, str],
    spec: SheetSpec,
) -> Chosen:
    """Read the sheets asked for, else the first with a head; Refused for a sheet there is not."""
    wanted = request.sheets
    _refuse_unknown(tables, wanted)
    every = wanted == (ALL_SHEETS,)
    ignored = list(tables.ignored)
    read: list[tuple[Table, Reading]] = []
    for plain in tables.tables:
        if wanted and not every and plain.sheet not in wanted:
            ignored.append((plain.sheet, "没有选用"))
            continue
        table = mended(plain, request.mends.get(plain.sheet, {}))
        reading = read_rows(table, spec, request.layout.of(plain.sheet), memory)
        named = bool(wanted) and not every
        alone = len(tables.tables) == 1
        if named or ((reading.header or alone) and (every or not read)):
            read.append((table, reading))
        else:
            like = f"也像{spec.title}，没有读入"
            ignored.append((plain.sheet, like if reading.header else f"不是{spec.title}"))
    if not read:
        first = tables.tables[0]
        read.append((first, read_rows(first, spec)))
        ignored = [item for item in ignored if item[0] != first.sheet]
    readings = tuple(kind.gather(one) if kind.gather else one for _, one in read)
    as_filed = {table.sheet: table for table in tables.tables}
    return Chosen(
        spec,
        tuple(as_filed[table.sheet] for table, _ in read),
        tuple(table for table, _ in read),
        readings,
        tuple(ignored),
    )


def _refuse_unknown(tables: WorkbookTables, wanted: tuple[str, ...]) -> None:
    names = [table.sheet for table in tables.tables]
    problems = [
        Problem("没有这张工作表", field="sheet", value=name, expected="、".join(names))
        for name in wanted
        if name not in names and name != ALL_SHEETS
    ]
    if problems:
        raise Refused(problems)
