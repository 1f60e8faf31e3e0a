"""How the approvals of a project are met: at which step, by which filing, or by which waiver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from common.explanations import Explanation
from policies.rules.model import Obligation, Waiver

Status = Literal["discharged", "waived", "undecided"]


@dataclass(frozen=True, slots=True)
class Settled:
    """How one obligation is met: at `step` under `filing`, or by `waiver`, or not yet decided."""

    obligation: Obligation
    status: Status
    explanation: Explanation
    step: str = ""
    filing: str = ""
    waiver: Waiver | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """All obligations of a project."""

    rows: tuple[Settled, ...]

    def row(self, key: str) -> Settled:
        """How one obligation is met; KeyError for an unknown one."""
        for row in self.rows:
            if row.obligation.key == key:
                return row
        raise KeyError(key)

    def at(self, step: str) -> tuple[Settled, ...]:
        """What that step discharges."""
        return tuple(row for row in self.rows if row.step == step)

    def filings(self, step: str) -> dict[str, tuple[Settled, ...]]:
        """What is filed at that step: one filing may carry several obligations."""
        found: dict[str, list[Settled]] = {}
        for row in self.at(step):
            found.setdefault(row.filing, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @property
    def instead(self) -> frozenset[str]:
        """Documents that waivers ask for."""
        return frozenset(key for row in self.rows if row.waiver for key in row.waiver.instead)
