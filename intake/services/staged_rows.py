"""The rows of an examined file as they are stored: what stood there, what it means and does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from intake.kinds import KINDS, Kind
from intake.models import StagedRow, Upload
from intake.rules.entries import masked, masked_text
from intake.rules.headers import veiled
from intake.rules.reading import ParsedRow
from intake.rules.state import Value
from intake.services.examining import Examination, ExaminedRow


def rows_of(upload: Upload, found: Examination) -> list[StagedRow]:
    """Every row, unsaved, in the order of the sheets; those that complete one follow it."""
    kind, stager = KINDS[upload.kind], Stager(found)
    rows: list[StagedRow] = []
    for row in found.rows:
        parts = found.reading.joined.get((row.parsed.sheet, row.parsed.number), ())
        rows.append(_staged(upload, kind, stager, row, parts))
        rows += [
            StagedRow(
                upload=upload,
                sheet=part.sheet,
                number=part.number,
                name=rows[-1].name,
                cells=stager.cells(part),
                effect="joined",
            )
            for part in parts
        ]
    for position, staged in enumerate(rows, 1):
        staged.position = position
    return rows


def _staged(
    upload: Upload, kind: Kind, stager: Stager, row: ExaminedRow, parts: Sequence[ParsedRow]
) -> StagedRow:
    return StagedRow(
        upload=upload,
        sheet=row.parsed.sheet,
        number=row.parsed.number,
        name=kind.name_of(row.parsed)[:100],
        street=row.parsed.text(kind.place)[:60] if kind.place else "",
        street_code=row.street_code,
        cells=stager.cells(row.parsed),
        values=stager.values(row.parsed),
        sealed=stager.sealed(row.parsed),
        auto=sorted(row.parsed.auto),
        effect="refused" if stager.wrong(row.parsed, *parts) else row.effect.value,
        comparison=stager.comparison(row),
    )


class Stager:
    """Writes the rows of one examination down: nothing personal in clear, exact numbers as text."""

    def __init__(self, found: Examination) -> None:
        spec = found.chosen.spec
        self._columns = {column.key: column for column in spec.columns}
        self._personal = spec.personal
        self._raw = {
            (table.sheet, row.number): row.cells
            for table in found.chosen.tables
            for row in table.rows
        }
        heads = {one.sheet: one.header for one in found.chosen.readings if one.header}
        self._veiled = {
            (table.sheet, number)
            for table in found.chosen.tables
            if (head := heads.get(table.sheet))
            for number in range(1, table.width + 1)
            if veiled(number, head.columns, head.labels, spec.personal)
        }
        self._bad = {
            (finding.sheet, cell)
            for finding in found.findings
            if finding.severity == "refuse"
            for cell in finding.cell.split()
        }

    def cells(self, row: ParsedRow) -> dict[str, str]:
        """The row's cells by column number as they stood, masked where they may name persons."""
        return {
            str(number): masked_text(cell.text)
            if (row.sheet, number) in self._veiled
            else cell.text
            for number, cell in sorted(self._raw[row.sheet, row.number].items())
        }

    def values(self, row: ParsedRow) -> dict[str, str]:
        """What was read, by column, personal values masked."""
        return {key: self._shown(key, value) for key, value in row.values.items()}

    def sealed(self, row: ParsedRow) -> str:
        """The personal values in clear, as JSON for an encrypted column; "" for none."""
        values = {key: _text(row.values[key]) for key in self._personal if row.values.get(key)}
        return json.dumps(values, ensure_ascii=False) if values else ""

    def wrong(self, *rows: ParsedRow) -> bool:
        """Whether any cell of the rows is refused."""
        return any((row.sheet, cell) in self._bad for row in rows for cell in row.cells.values())

    def comparison(self, row: ExaminedRow) -> list[dict[str, Any]]:
        """Every compared column: its three values as they may be shown, effect and history."""
        line = row.line
        if line is None:
            return []
        shared = {
            "imported_at": line.imported_at.isoformat() if line.imported_at else "",
            "changed_at": line.changed_at.isoformat() if line.changed_at else "",
            "changed_by": line.changed_by,
            "reason": line.reason,
        }
        compared = []
        for cell in row.cells:
            hidden = cell.key in line.shown
            last = None if cell.last is None else _text(cell.last)
            compared.append(
                {
                    "key": cell.key,
                    "cell": row.parsed.cells.get(cell.key, ""),
                    "effect": cell.effect.value,
                    "last": ("" if last is not None else None) if hidden else last,
                    "now": line.shown.get(cell.key, "") if hidden else _text(cell.now),
                    "file": self._shown(cell.key, row.parsed.values.get(cell.key, ""))
                    if hidden
                    else _text(cell.file),
                    "kept": cell.kept,
                    **shared,
                }
            )
        return compared

    def _shown(self, key: str, value: Value) -> str:
        column = self._columns.get(key)
        text = _text(value)
        return masked(text, column) if column and column.personal else text


def _text(value: Value) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value
