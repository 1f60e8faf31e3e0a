"""Figures that may be right but deserve a second look; they never stop an import."""

from __future__ import annotations

from decimal import Decimal

from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading

LEAST_AREA = Decimal(30)
MOST_AREA = Decimal(200)
_FIGURES = ("buildings", "households", "floor_area")


def look_again(reading: Reading) -> tuple[Finding, ...]:
    """Area per household outside 30 to 200 ㎡, none at all, and rows that repeat all figures."""
    findings = [found for row in reading.rows if (found := _per_household(reading.sheet, row))]
    return (*findings, *_repeated(reading))


def _per_household(sheet: str, row: ParsedRow) -> Finding | None:
    homes, area = row.amount("households"), row.amount("floor_area")
    if not all(key in row.values for key in ("households", "floor_area")):
        return None
    if not homes or not area:
        zero = "households" if not homes else "floor_area"
        return Finding("warn", "zero", "户数或面积为零，请看是否漏填", sheet, row.cells[zero], "0")
    if LEAST_AREA * homes <= area <= MOST_AREA * homes:
        return None
    mean = (area / homes).quantize(Decimal("0.01"))
    return Finding(
        "warn",
        "area_per_household",
        f"户均 {mean} ㎡，请看户数与面积的单位",
        sheet,
        f"{row.cells['households']} {row.cells['floor_area']}",
        f"{mean}",
        f"户均 {LEAST_AREA}–{MOST_AREA} ㎡",
    )


def _repeated(reading: Reading) -> list[Finding]:
    seen: dict[tuple[Decimal, ...], ParsedRow] = {}
    findings = []
    for row in reading.rows:
        figures = tuple(row.amount(key) for key in _FIGURES)
        if not all(figures):
            continue
        first = seen.setdefault(figures, row)
        if first is not row:
            findings.append(
                Finding(
                    "warn",
                    "repeated",
                    f"“{first.text('name')}”与“{row.text('name')}”的栋数、户数、"
                    "面积全部相同，请看是否抄重",
                    reading.sheet,
                    f"{first.cells['floor_area']} {row.cells['floor_area']}",
                )
            )
    return findings
