"""What the covering text claims, against what the rows add up to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.errors import Problem, Refused
from intake.rules.cells import fold, plain, unit_named
from intake.rules.findings import Finding
from intake.rules.totals import ties
from records.rules.sheets import SheetSpec, Unit

ROWS = "rows"
_PARTS = re.compile(r"[,;、。\n]+")
_STATED = re.compile(r"^(.+?)[=:](\d+(?:\.\d+)?)(.*)$")
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(.+)$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated figure: its name as written, the key of the sum that it is about, its unit."""

    name: str
    key: str
    unit: Unit
    stated: Decimal


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim beside the computed figure, both in the claim's own unit."""

    name: str
    stated: Decimal
    computed: Decimal
    unit: str
    key: str

    @property
    def ties(self) -> bool:
        return ties(self.stated, self.computed)

    def as_dict(self) -> dict[str, str | bool]:
        """{name, stated, computed, unit, ties}, exact numbers as text."""
        return {
            "name": self.name,
            "stated": format(self.stated, "f"),
            "computed": plain(self.computed),
            "unit": self.unit,
            "ties": self.ties,
        }


def parse_claims(text: str, spec: SheetSpec) -> tuple[Claim, ...]:
    """Read "小区=16,户=1216,万㎡=13.85", or as in a sentence "16个、1216户、13.85万㎡".

    Raises Refused with every part that cannot be understood; empty text claims nothing.
    """
    claims: list[Claim] = []
    problems: list[Problem] = []
    for part in _parts(text):
        claim = _parse(part, spec)
        if claim is None:
            problems.append(
                Problem(
                    "正文数据看不懂",
                    code="claim",
                    field="claim",
                    value=part,
                    expected="写作 小区=16,户=1216,万㎡=13.85",
                )
            )
        elif any(other.key == claim.key for other in claims):
            problems.append(
                Problem(
                    "正文数据写了两次",
                    code="claim",
                    field="claim",
                    value=part,
                    expected="同一指标只写一次",
                )
            )
        else:
            claims.append(claim)
    if problems:
        raise Refused(problems)
    return tuple(claims)


def _parts(text: str) -> list[str]:
    """Comma apart, but 1,216户 together: thousands inside one figure are put together first."""
    folded = "\n".join(fold(line) for line in text.splitlines())
    if "=" not in folded and ":" not in folded:
        folded = _THOUSANDS.sub("", folded)
    return [part for part in _PARTS.split(folded) if part]


def _parse(part: str, spec: SheetSpec) -> Claim | None:
    if match := _STATED.match(part):
        name, digits, tail = match[1], match[2], match[3]
        found = _measure(name, spec)
        if found is None:
            return None
        key, unit, units = found
        if tail:
            written = unit_named(tail, units)
            if written is None:
                return None
            unit = written
        shown = unit.name if unit_named(name, units) and name != spec.rows_are else name
        return Claim(shown, key, unit, Decimal(digits))
    if match := _COUNTED.search(part):
        found = _measure(match[2], spec)
        return Claim(found[1].name, found[0], found[1], Decimal(match[1])) if found else None
    return None


def _measure(name: str, spec: SheetSpec) -> tuple[str, Unit, tuple[Unit, ...]] | None:
    """The key, the unit and its siblings that a claim's name means; units name their column."""
    rows = (spec.rows_unit,)
    if name == spec.rows_are or unit_named(name, rows):
        return ROWS, spec.rows_unit, rows
    for column in spec.summed:
        unit = unit_named(name, column.units)
        if unit:
            return column.key, unit, column.units
        if name in {fold(word) for word in (column.label, *column.synonyms)}:
            return column.key, column.units[0], column.units
    return None


def check_claims(
    claims: tuple[Claim, ...], sums: Mapping[str, Decimal]
) -> tuple[CheckedClaim, ...]:
    """Each claim beside its sum; `sums` is by column key in base units, and `rows` the count."""
    return tuple(
        CheckedClaim(
            claim.name,
            claim.stated,
            sums[claim.key] / claim.unit.factor,
            claim.unit.name,
            claim.key,
        )
        for claim in claims
    )


def untied(
    claims: tuple[CheckedClaim, ...], sheet: str, unread: Mapping[str, int]
) -> tuple[Finding, ...]:
    """A refusal for every claim that does not tie; `unread` cells by key are in no sum."""
    return tuple(
        Finding(
            "refuse",
            "claim",
            f"正文所述“{claim.name}”与表中各行相加不符"
            + (f"（另有 {unread[claim.key]} 格读不出，未计入）" if unread.get(claim.key) else ""),
            sheet,
            "",
            format(claim.stated, "f"),
            f"{plain(claim.computed)}{claim.unit}",
            "请核对正文与表格，改正一方",
        )
        for claim in claims
        if not claim.ties
    )
