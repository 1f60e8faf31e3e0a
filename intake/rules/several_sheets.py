"""Several sheets of one kind read as one table: what only shows when they lie together."""

from __future__ import annotations

from collections.abc import Sequence

from common.names import normalise
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading
from records.rules.sheets import SheetSpec


def across(readings: Sequence[Reading], spec: SheetSpec) -> tuple[Finding, ...]:
    """The same thing in two sheets; within one sheet the sheet's own checks have told it."""
    same = spec.twice or f"是同一{spec.rows_are}"
    needed = [key for key in spec.identity if spec.column(key).required]
    seen: dict[tuple[str, ...], ParsedRow] = {}
    findings = []
    for reading in readings:
        for row in reading.rows:
            if not needed or not all(row.text(key) for key in needed):
                continue
            first = seen.setdefault(tuple(normalise(row.text(key)) for key in spec.identity), row)
            if first.sheet != row.sheet:
                findings.append(
                    Finding(
                        "refuse",
                        "duplicate",
                        f"与工作表“{first.sheet}”第 {first.number} 行{same}",
                        row.sheet,
                        row.cells[spec.leads],
                        row.text(spec.leads),
                        f"各张表合起来每个{spec.rows_are}一行",
                        "请改正或清空其中一行，或只选用一张工作表",
                    )
                )
    return tuple(findings)
