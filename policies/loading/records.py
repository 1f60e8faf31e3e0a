"""Figures, registers, warranties: what shapes cannot say, and the values they become."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from policies.loading import schema_records as r
from policies.loading.clauses import clauses
from policies.loading.collecting import Collector, HasKey, keyed
from policies.rules.figures import Figure, FigurePart
from policies.rules.registers import Register
from policies.rules.warranties import Warranty


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


def check_warranties(
    found: Collector, rows: Sequence[r.WarrantyShape], units: Sequence[HasKey]
) -> None:
    """Keys once, either months or a reason for none, and units that the duty list knows."""
    found.unique((row.key for row in rows), "warranties")
    for index, row in enumerate(rows):
        path = f"warranties[{index}]"
        if (row.months is None) != bool(row.undecided):
            found.add(path, "months 与 undecided 应写且只写一个", row.key, "月数，或没有写的原因")
        for field in ("by", "after"):
            if key := getattr(row, field):
                found.known(key, keyed(units), f"{path}.{field}", "单位")


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
        x.concerns,
        x.within,
    )


def warranty_of(x: r.WarrantyShape) -> Warranty:
    """A part with its warranty."""
    return Warranty(
        x.key,
        x.name,
        x.months,
        x.undecided,
        x.by,
        x.after,
        x.says,
        clauses(x.clause, x.says),
    )
