"""Splitting a line of a plan: its parts are together what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from common.errors import Problem
from renovation.rules.baseline import MEASURES, UNITS, Figures, total


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts into which a line is split."""

    name: str
    figures: Figures


def split_problems(whole: Figures, parts: Sequence[Part]) -> list[Problem]:
    """Everything against these parts: at least two, named differently, together the whole."""
    problems = []
    names = [part.name.strip() for part in parts]
    if len(parts) < 2:  # noqa: PLR2004  a split has at least two parts
        problems.append(Problem("至少拆成两部分", field="parts", expected="两行以上"))
    if len(set(names)) < len(names) or "" in names:
        problems.append(Problem("各部分须有名称，且互不相同", field="parts"))
    if any(part.figures.households <= 0 or part.figures.buildings <= 0 for part in parts):
        problems.append(Problem("各部分的楼栋数和户数须大于零", field="parts"))
    problems += _apart(whole, total(part.figures for part in parts))
    return problems


def _apart(whole: Figures, parts: Figures) -> list[Problem]:
    return [
        Problem(
            f"各部分的{name}之和与原数不符",
            field="parts",
            value=f"{getattr(parts, key):f}{UNITS[key]}"
            if key == "floor_area"
            else f"{getattr(parts, key)}{UNITS[key]}",
            expected=f"{getattr(whole, key)}{UNITS[key]}",
            remedy="请改成合计相符；增减请先按“更正”登记",
        )
        for key, name in MEASURES.items()
        if getattr(whole, key) != getattr(parts, key)
    ]
