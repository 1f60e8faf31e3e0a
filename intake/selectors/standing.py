"""How a staged import stands: conflicts and their effects, sums as decided, what closes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from intake.kinds import KINDS, Kind
from intake.kinds.about import About
from intake.models import StagedRow, Upload
from intake.rules.attention import CALM
from intake.rules.claims import CheckedClaim
from intake.rules.decisions import DecidedRow, recomputed
from intake.rules.effects import CellEffect, Effect
from intake.rules.request import Request
from intake.rules.state import Value
from intake.selectors.warnings import open_warnings


@dataclass(frozen=True, slots=True)
class ConflictState:
    """One conflict: its three figures, what is known of the present one, the answer if given.

    `as_file` and `as_keep` are the column's sums under either answer, the others as decided; None
    where the column is not summed.
    """

    row: StagedRow
    key: str
    label: str
    unit: str
    cell: str
    last: Value | None
    now: Value
    file: Value
    history: Mapping[str, Any]
    choice: str
    decided_at: datetime | None
    decided_by: str
    as_file: Decimal | None
    as_keep: Decimal | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a person needs before confirming; `totals` by figure key and ROWS."""

    counts: Mapping[str, int]
    conflicts: tuple[ConflictState, ...]
    totals: Mapping[str, Decimal]
    claims: tuple[CheckedClaim, ...]
    refused: int
    moved: bool
    doubts: int = 0

    @property
    def open(self) -> tuple[ConflictState, ...]:
        """Conflicts without an answer."""
        return tuple(conflict for conflict in self.conflicts if not conflict.choice)

    @property
    def note_wanted(self) -> tuple[CheckedClaim, ...]:
        """Claims that the decided figures no longer tie with."""
        return () if self.refused else tuple(claim for claim in self.claims if not claim.ties)

    @property
    def writes(self) -> int:
        """Rows that would write something."""
        return self.counts["new"] + self.counts["changed"] + self.counts["conflict"]

    @property
    def closed_because(self) -> str:
        """Why nothing can be confirmed yet, in the words of the button; empty when it can."""
        if self.refused:
            return f"有 {self.refused} 处错误，请先改正"
        if self.moved:
            return "计划又有变动，请先重新比对"
        if self.open:
            cells = "、".join(conflict.cell for conflict in self.open[:3])
            return f"还有 {len(self.open)} 处未定：{cells}"
        if self.doubts:
            return f"还有 {self.doubts} 处提示，请改正或写明理由接受"
        return ""


def standing(upload: Upload) -> Standing:
    """Seven queries whatever the number of rows: only those that a person changed are read."""
    touched = upload.rows.filter(
        Q(effect="conflict")
        | Q(comparison__contains=[{"effect": "conflict"}])
        | Q(comparison__contains=[{"kept": True}])
    ).prefetch_related("choices__decided_by")
    kind = KINDS[upload.kind]
    rows = list(touched)
    decided = decided_rows(rows, kind)
    totals = _totals(upload, decided, kind)
    counts = dict.fromkeys(("same", "changed", "conflict", "new", "refused"), 0)
    counts |= dict(upload.rows.order_by().values_list("effect").annotate(Count("pk")))
    conflicts = [
        _conflict(kind, row, decision, cell, totals)
        for row, decision in zip(rows, decided, strict=True)
        for cell in decision.cells
        if cell.effect is Effect.CONFLICT
    ]
    return Standing(
        counts=counts,
        conflicts=tuple(conflicts),
        totals=totals,
        claims=recomputed(claims_of(upload), totals, kind.spec),
        refused=sum(1 for finding in upload.findings if finding["severity"] == "refuse"),
        doubts=len(open_warnings(upload)) if upload.state == "staged" else 0,
        moved=upload.state == "staged" and upload.basis != kind.state(about_of(upload)).digest,
    )


def _totals(upload: Upload, decided: Sequence[DecidedRow], kind: Kind) -> dict[str, Decimal]:
    """The sums of the file, moved by what is kept; open conflicts count as the file."""
    totals = {key: Decimal(upload.totals.get(name, 0)) for key, name in kind.totals.items()}
    for row in decided:
        figures = row.figures(open_as="file")
        for key, value in figures.items():
            if key in totals and isinstance(value, Decimal):
                totals[key] += value - Decimal(row.file[key])
    return totals


def _conflict(
    kind: Kind,
    row: StagedRow,
    decision: DecidedRow,
    cell: CellEffect,
    totals: Mapping[str, Decimal],
) -> ConflictState:
    column = kind.spec.column(cell.key)
    history = next(item for item in row.comparison if item["key"] == cell.key)
    answer = next((item for item in row.choices.all() if item.key == cell.key), None)
    choice = answer.choice if answer else ""
    taken = cell.now if choice == "keep" else cell.file
    total = totals.get(cell.key)
    rest = total - taken if total is not None and isinstance(taken, Decimal) else None
    return ConflictState(
        row=row,
        key=cell.key,
        label=column.label,
        unit=column.base_unit,
        cell=history["cell"],
        last=cell.last,
        now=cell.now,
        file=cell.file,
        history=history,
        choice=choice,
        decided_at=answer.decided_at if answer else None,
        decided_by=str(answer.decided_by) if answer else "",
        as_file=None if rest is None else rest + Decimal(cell.file or 0),
        as_keep=None if rest is None else rest + Decimal(cell.now or 0),
    )


def decided_rows(rows: Iterable[StagedRow], kind: Kind) -> list[DecidedRow]:
    """Stored rows with their choices (prefetched) as values."""
    keys = kind.figures
    figures = frozenset(keys)

    def value(key: str, text: str) -> Value:
        return Decimal(text) if key in figures and text else text

    def file(row: StagedRow) -> dict[str, Value]:
        if kind.compared is None:
            return {key: Decimal(row.values.get(key) or 0) for key in keys}
        return {key: value(key, text) for key, text in row.values.items() if text}

    def cells(row: StagedRow) -> tuple[CellEffect, ...]:
        return tuple(
            CellEffect(
                cell["key"],
                Effect(cell["effect"]),
                None if cell["last"] is None else value(cell["key"], cell["last"]),
                value(cell["key"], cell["now"]),
                value(cell["key"], cell["file"]),
            )
            for cell in row.comparison
        )

    return [DecidedRow(file(row), cells(row), _choices(row)) for row in rows]


def ready(upload: Upload) -> int:
    """How many rows could be written now while the others wait; 0 for kinds written whole."""
    if not KINDS[upload.kind].partly:
        return 0
    rows = upload.rows.filter(attention=CALM, effect__in=("new", "changed"))
    return rows.count()


def about_of(upload: Upload) -> About:
    """What a stored table is about, found again; Refused when it is gone."""
    said = Request(
        upload.area_code,
        upload.year,
        create_areas=upload.create_areas,
        kind=upload.kind,
        subject=upload.subject,
    )
    return KINDS[upload.kind].subject.find(said)


def _choices(row: StagedRow) -> dict[str, str]:
    """Only a conflict has answers: other rows are not asked."""
    if all(cell["effect"] != Effect.CONFLICT for cell in row.comparison):
        return {}
    return {choice.key: choice.choice for choice in row.choices.all()}


def claims_of(upload: Upload) -> tuple[CheckedClaim, ...]:
    """The stored claims as values."""
    return tuple(
        CheckedClaim(
            claim["name"],
            Decimal(claim["stated"]),
            Decimal(claim["computed"]),
            claim["unit"],
            claim["key"],
        )
        for claim in upload.claims
    )
