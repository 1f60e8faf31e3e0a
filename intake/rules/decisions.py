"""From comparisons and choices to the figures to be written, and what is still undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.rules.claims import ROWS, CheckedClaim
from intake.rules.effects import CellEffect, Effect, settled
from intake.rules.state import Value
from records.rules.sheets import SheetSpec


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One row's file values, its comparison (empty for a new row) and the choices made."""

    file: Mapping[str, Value]
    cells: tuple[CellEffect, ...]
    choices: Mapping[str, str]

    def undecided(self) -> tuple[CellEffect, ...]:
        """Conflicts that nobody has answered yet."""
        return tuple(
            cell
            for cell in self.cells
            if cell.effect is Effect.CONFLICT and cell.key not in self.choices
        )

    def taken(self) -> frozenset[str]:
        """The columns that the file brings: moved since the last import, or chosen."""
        return frozenset(
            cell.key
            for cell in self.cells
            if cell.effect is Effect.CHANGED
            or (cell.effect is Effect.CONFLICT and self.choices.get(cell.key) == "file")
        )

    def figures(self, *, open_as: str = "") -> dict[str, Value]:
        """What to write per key; `open_as` answers what is still undecided, else ValueError."""
        return dict(self.file) | {
            cell.key: settled(cell, self.choices.get(cell.key, open_as)) for cell in self.cells
        }


def totals(rows: Sequence[DecidedRow], *, open_as: str = "file") -> dict[str, Decimal]:
    """The sums that writing would give, undecided conflicts taken as `open_as`; ROWS counts."""
    total: dict[str, Decimal] = {ROWS: Decimal(len(rows))}
    for row in rows:
        for key, value in row.figures(open_as=open_as).items():
            if isinstance(value, Decimal):
                total[key] = total.get(key, Decimal(0)) + value
    return total


def recomputed(
    claims: Sequence[CheckedClaim], total: Mapping[str, Decimal], spec: SheetSpec
) -> tuple[CheckedClaim, ...]:
    """The same claims against the figures that would be written."""
    units = [spec.rows_unit, *(unit for column in spec.summed for unit in column.units)]
    factors = {unit.name: unit.factor for unit in units}
    return tuple(
        CheckedClaim(
            claim.name, claim.stated, total[claim.key] / factors[claim.unit], claim.unit, claim.key
        )
        for claim in claims
    )
