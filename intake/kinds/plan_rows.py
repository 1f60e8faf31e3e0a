"""Rows of a plan's table as the services of plans take them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from intake.kinds.about import HandedRow
from renovation.rules.plan_rows import PlanRow


def plan_rows(rows: Sequence[HandedRow]) -> list[PlanRow]:
    """Every row with its figures to keep and those that the file states."""
    return [
        PlanRow(
            row.code,
            row.name,
            row.position,
            row.row,
            {key: Decimal(row.values[key]) for key in row.stated},
            {key: Decimal(value) for key, value in row.stated.items()},
            row.sheet,
        )
        for row in rows
    ]
