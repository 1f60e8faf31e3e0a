"""A table that was exported here comes back: compared with what it said when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake.kinds import Kind
from intake.kinds.about import About
from intake.rules import streets
from intake.rules.findings import Finding
from intake.rules.reading import Reading
from intake.rules.rows import read_rows
from intake.rules.state import Key, LineState, SheetState, Value
from intake.rules.table import Table
from records.rules.sheets import SheetSpec

EXPORTED = "exported"
"""The code of the finding that a workbook is an export of ours."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export said: the compared columns that it had, each row's values, the whole."""

    columns: frozenset[str]
    rows: Mapping[Key, Mapping[str, Value]]
    reading: Reading

    def told(self) -> Finding:
        """What the reader is told of the comparison; pages word a conflict's history after it."""
        return Finding(
            "inform", EXPORTED, "本表由本系统导出，各项与导出时的值比较", self.reading.sheet
        )

    def based(self, state: SheetState) -> SheetState:
        """The state with the export's values as the last ones known.

        What somebody changed here since then stays where the file repeats the export, and is asked
        about where the file says a third thing. Rows that the export did not have stay as they are.
        """
        known: dict[int, LineState] = {}
        for key, values in self.rows.items():
            line = state.lines.get(key)
            if line is not None:
                said: dict[str, Value] = {name: values.get(name, "") for name in self.columns}
                known[id(line)] = replace(line, last={**line.last, **said})
        lines = {key: known.get(id(line), line) for key, line in state.lines.items()}
        return replace(state, lines=lines)

    def calmed(self, reading: Reading) -> Reading:
        """The reading without faults of sums that nobody touched: rows were corrected, they not."""
        stale = {
            total.cell: total
            for total in reading.totals
            if not total.ties and total.stated == self.reading.sum(total.key)
        }
        findings = tuple(
            one
            if one.code != "subtotal" or one.cell not in stale
            else Finding(
                "inform",
                "stale_sum",
                f"合计是导出时的，改动后各行相加为 {stale[one.cell].computed:,f}",
                one.sheet,
                one.cell,
            )
            for one in reading.findings
        )
        totals = tuple(total for total in reading.totals if total.cell not in stale)
        return replace(reading, totals=totals, findings=findings)


def exported(base: Table | None, kind: Kind, spec: SheetSpec, about: About) -> Exported | None:
    """What the hidden sheet of an export says; None for any other workbook."""
    if base is None:
        return None
    reading = read_rows(base, spec)
    held = frozenset(reading.header.columns if reading.header else ())
    compared = frozenset(kind.figures if kind.compared is None else kind.compared)
    return Exported(held & compared, _rows(reading, kind, about), reading)


def _rows(reading: Reading, kind: Kind, about: About) -> dict[Key, Mapping[str, Value]]:
    """Each row's values by what makes it meet a line."""
    codes: Mapping[str, str] = {}
    if kind.places is not None:
        known = kind.places.known(about)
        codes, _ = streets.resolve(
            reading, known, create=None, column=kind.place, words=kind.places.words
        )
    return {
        kind.identity(row, codes.get(row.text(kind.place), "")): kind.file_values(row)
        for row in reading.rows
    }
