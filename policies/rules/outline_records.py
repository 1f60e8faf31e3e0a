"""Figures, registers, orders of works as rows: title, text, parameter, clauses."""

from __future__ import annotations

from common.explanations import Clause
from policies.rules.figures import hold
from policies.rules.policy_model import Policy
from policies.rules.registers import CONCERNS, KINDS

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
        if one.within:
            parts.append(f"每件 {one.within} 日内办结")
        if one.concerns:
            parts.append(f"居民参与：{CONCERNS[one.concerns]}")
        if one.columns:
            parts.append("记载 " + "、".join(one.columns))
        rows.append((one.name, one.says, "；".join(parts), one.clauses))
    return rows


def sequence_rows(policy: Policy) -> list[Plain]:
    """Which contents come first, which after."""
    names = {item.key: item.name for item in policy.catalogue}
    names |= {aspect.key: aspect.name for aspect in policy.aspects}
    rows: list[Plain] = []
    for one in policy.sequences:
        first, then = ("、".join(names.get(x, x) for x in side) for side in (one.first, one.then))
        rows.append((one.name, one.says, f"先 {first}；后 {then or '其余各项'}", one.clauses))
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


def warranty_rows(policy: Policy) -> list[Plain]:
    """Each part with its months, who repairs and who keeps it up afterwards."""
    names = {unit.key: unit.name for unit in policy.units}
    rows: list[Plain] = []
    for one in policy.warranties:
        parts = [f"{one.months} 个月" if one.months else f"尚不能判定：{one.undecided}"]
        if one.by:
            parts.append(f"保修 {names[one.by]}")
        if one.after:
            parts.append(f"期后 {names[one.after]}")
        rows.append((one.name, one.says, "；".join(parts), one.clauses))
    return rows
