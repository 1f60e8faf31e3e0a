"""Figures that may be right but deserve a second look; they never stop an import."""

from __future__ import annotations

from decimal import Decimal

from intake.rules.cells import plain
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading

LEAST_AREA = Decimal(30)
MOST_AREA = Decimal(200)
LEAST_COST = Decimal(50)
MOST_COST = Decimal(3000)
LEAST_ALIKE = Decimal(100)
_FIGURES = ("buildings", "households", "floor_area")


def look_again(reading: Reading) -> tuple[Finding, ...]:
    """Area per household and money per ㎡ out of range, figures that are alike, repeated rows."""
    findings = [found for row in reading.rows if (found := _per_household(reading.sheet, row))]
    return (*findings, *_costs(reading), *_equal(reading), *_repeated(reading))


def _costs(reading: Reading) -> list[Finding]:
    """Money per square metre outside what renovation costs: most often a wrong unit."""
    findings = []
    for row in reading.rows:
        money, area = row.amount("investment"), row.amount("floor_area")
        if not money or not area or LEAST_COST * area <= money <= MOST_COST * area:
            continue
        mean = (money / area).quantize(Decimal("0.01"))
        findings.append(
            Finding(
                "warn",
                "cost_per_area",
                f"每平方米 {mean} 元，请看资金与面积的单位",
                reading.sheet,
                f"{row.cells['investment']} {row.cells['floor_area']}",
                f"{mean}",
                f"每平方米 {LEAST_COST}–{MOST_COST} 元",
            )
        )
    return findings


def _equal(reading: Reading) -> list[Finding]:
    """Two figures of a row that are written alike though they measure different things."""
    units = reading.header.units if reading.header else {}
    findings = []
    for row in reading.rows:
        seen: dict[Decimal, str] = {}
        for key, unit in units.items():
            written = row.amount(key) / unit.factor
            if key not in row.values or written < LEAST_ALIKE:
                continue
            other = seen.setdefault(written, key)
            if other != key:
                findings.append(
                    Finding(
                        "warn",
                        "equal_figures",
                        "同一行两列的数完全相同，请看是否抄错列",
                        reading.sheet,
                        f"{row.cells[other]} {row.cells[key]}",
                        plain(written),
                    )
                )
    return findings


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
