"""A plan row ready to be written, and what writing the rows came to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

FIGURES = ("buildings", "households", "floor_area")
TARGETS = ("projects", "buildings", "households", "floor_area", "investment")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan: the figures to keep (by `FIGURES`, or `TARGETS`) and what the file states.

    The two differ where a person's correction was kept. `row` is the line of the sheet, `code` that
    of the street in which the community lies, or of the place itself that has the target.
    """

    code: str
    name: str
    position: int
    row: int
    figures: Mapping[str, Decimal]
    stated: Mapping[str, Decimal]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: upload, sheet (a row may name its own), the covering text's claims."""

    upload_id: int
    sheet: str
    claims: tuple[Mapping[str, str | bool], ...] = ()


@dataclass(frozen=True, slots=True)
class AdoptReport:
    """What was written: lines by effect, communities and projects created, those without steps."""

    plan_id: int
    new: int
    changed: int
    same: int
    communities: int
    projects: int
    unopened: int
    digest: str

    def as_dict(self) -> dict[str, int | str]:
        """For JSON."""
        return asdict(self)


def figures_as_text(
    figures: Mapping[str, Decimal], keys: Sequence[str] = FIGURES
) -> dict[str, str]:
    """Exact numbers as text, in the order of the keys."""
    return {key: format(figures[key], "f") for key in keys}


def digest(rows: Sequence[PlanRow], keys: Sequence[str] = FIGURES) -> str:
    """SHA-256 over what the rows say, independent of upload and sheet."""
    content = [
        [row.code, row.name, row.position, figures_as_text(row.figures, keys)] for row in rows
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
