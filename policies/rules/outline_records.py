"""Figures and registers as rows of the document: title, text, parameter, clauses."""

from __future__ import annotations

from common.explanations import Clause
from policies.rules.figures import hold
from policies.rules.policy_model import Policy
from policies.rules.registers import KINDS

Plain = tuple[str, str, str, tuple[Clause, ...]]


def register_rows(policy: Policy) -> list[Plain]:
    """What is kept, by whom, for whom, until when."""
    names = {unit.key: unit.name for unit in policy.units}
    rows: list[Plain] = []
    for one in policy.registers:
        parts = [KINDS[one.kind], f"责任 {names[one.owner]}"]
        if one.receiver:
            parts.append(f"报 {names[one.receiver]}")
        if one.due:
            parts.append(f"{one.due} 前")
        if one.columns:
            parts.append("记载 " + "、".join(one.columns))
        rows.append((one.name, one.says, "；".join(parts), one.clauses))
    return rows


def figure_rows(policy: Policy) -> list[Plain]:
    """Each stated figure with what its parts give."""
    return [
        (
            one.name,
            one.says,
            f"{one.stated:,f} {one.unit}；{hold(one).explanation.result}",
            one.clauses,
        )
        for one in policy.figures
    ]
