"""The rows of an examined file as they are stored: what stood there, what it means and does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from intake.kinds import KINDS
from intake.models import StagedRow, Upload
from intake.services.examining import Examination, ExaminedRow


def rows_of(upload: Upload, found: Examination) -> list[StagedRow]:
    """Every row, unsaved, in the order of the sheets."""
    raw = {
        (table.sheet, row.number): row.cells for table in found.chosen.tables for row in table.rows
    }
    bad = {(one.sheet, one.cell) for one in found.findings if one.severity == "refuse"}
    return [
        StagedRow(
            upload=upload,
            sheet=row.parsed.sheet,
            number=row.parsed.number,
            position=position,
            name=row.parsed.text("name")[:100],
            street=row.parsed.text(KINDS[upload.kind].place)[:60],
            street_code=row.street_code,
            cells={
                str(column): cell.text
                for column, cell in sorted(raw[row.parsed.sheet, row.parsed.number].items())
            },
            values={key: _text(value) for key, value in row.parsed.values.items()},
            auto=sorted(row.parsed.auto),
            effect="refused" if _wrong(row, bad) else row.effect.value,
            comparison=_comparison(row),
        )
        for position, row in enumerate(found.rows, 1)
    ]


def _wrong(row: ExaminedRow, bad: set[tuple[str, str]]) -> bool:
    return any((row.parsed.sheet, cell) in bad for cell in row.parsed.cells.values())


def _text(value: str | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value


def _comparison(row: ExaminedRow) -> list[dict[str, Any]]:
    line = row.line
    if line is None:
        return []
    shared = {
        "imported_at": line.imported_at.isoformat() if line.imported_at else "",
        "changed_at": line.changed_at.isoformat() if line.changed_at else "",
        "changed_by": line.changed_by,
        "reason": line.reason,
    }
    return [
        {
            "key": cell.key,
            "cell": row.parsed.cells.get(cell.key, ""),
            "effect": cell.effect.value,
            "last": None if cell.last is None else format(cell.last, "f"),
            "now": format(cell.now, "f"),
            "file": format(cell.file, "f"),
            "kept": cell.kept,
            **shared,
        }
        for cell in row.cells
    ]
