"""Several sheets of one kind read as one table: what only shows when they lie together."""

from __future__ import annotations

from collections.abc import Sequence

from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading


def across(readings: Sequence[Reading]) -> tuple[Finding, ...]:
    """The same thing in two sheets; within one sheet the sheet's own checks have told it."""
    seen: dict[tuple[str, str], ParsedRow] = {}
    findings = []
    for reading in readings:
        for row in reading.rows:
            if not all(row.identity):
                continue
            first = seen.setdefault(row.identity, row)
            if first.sheet != row.sheet:
                findings.append(
                    Finding(
                        "refuse",
                        "duplicate",
                        f"与工作表“{first.sheet}”第 {first.number} 行是同一街道的同名小区",
                        row.sheet,
                        row.cells["name"],
                        row.text("name"),
                        "各张表合起来每个小区一行",
                        "请改正或清空其中一行，或只选用一张工作表",
                    )
                )
    return tuple(findings)
