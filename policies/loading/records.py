"""Figures and registers: what their shapes cannot say, and the values they become."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from policies.loading import schema_records as r
from policies.loading.clauses import clauses
from policies.loading.collecting import Collector, HasKey, keyed
from policies.rules.figures import Figure, FigurePart
from policies.rules.registers import Register


def check_figures(found: Collector, rows: Sequence[r.FigureShape]) -> None:
    """Keys once, and a measure that can be divided by."""
    found.unique((row.key for row in rows), "figures")
    for index, row in enumerate(rows):
        if Decimal(row.per) == 0:
            found.add(f"figures[{index}].per", "不能以零相除", row.per, "大于 0 的数，如 10000")


def check_registers(
    found: Collector, rows: Sequence[r.RegisterShape], units: Sequence[HasKey]
) -> None:
    """Keys once, and units that the duty list knows."""
    found.unique((row.key for row in rows), "registers")
    for index, row in enumerate(rows):
        found.known(row.owner, keyed(units), f"registers[{index}].owner", "单位")
        if row.receiver:
            found.known(row.receiver, keyed(units), f"registers[{index}].receiver", "单位")


def figure_of(x: r.FigureShape) -> Figure:
    """A stated figure with its parts."""
    return Figure(
        x.key,
        x.name,
        Decimal(x.stated),
        x.unit,
        tuple(FigurePart(part.name, Decimal(part.amount)) for part in x.parts),
        Decimal(x.per),
        x.says,
        clauses(x.clause, x.says),
    )


def register_of(x: r.RegisterShape) -> Register:
    """A register as the scheme orders it."""
    return Register(
        x.key,
        x.name,
        x.kind,
        x.owner,
        x.receiver,
        tuple(x.columns),
        x.due,
        x.says,
        clauses(x.clause, x.says),
    )
