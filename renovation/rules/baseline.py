"""Issued, adjusted, actual: what a plan said when it was issued, and what became of it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from common.errors import Problem

ENTRY_KINDS = {
    "addition": "追加",
    "withdrawal": "退出",
    "split": "拆分",
    "merge": "合并",
    "rename": "更名",
    "revision": "更正",
    "reissue": "重新印发",
    "undo": "撤销导入",
}
"""Why the figures of an issued plan may move; all but an undo need a document."""
MEASURES = {"buildings": "楼栋", "households": "户数", "floor_area": "建筑面积"}
UNITS = {"buildings": "栋", "households": "户", "floor_area": "㎡"}


class Extent(Protocol):
    """Anything that says 栋, 户 and ㎡: a line of a plan, a project."""

    buildings: int
    households: int
    floor_area: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """栋, 户 and ㎡ (exact); differences may be below zero."""

    buildings: int = 0
    households: int = 0
    floor_area: Decimal = Decimal(0)

    @classmethod
    def of(cls, thing: Extent) -> Figures:
        """What the thing says."""
        return cls(thing.buildings, thing.households, thing.floor_area)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.buildings + other.buildings,
            self.households + other.households,
            self.floor_area + other.floor_area,
        )

    def __sub__(self, other: Figures) -> Figures:
        return self + Figures(-other.buildings, -other.households, -other.floor_area)

    def put_on(self, thing: Any) -> None:
        """Make the thing say so."""
        thing.buildings, thing.households = self.buildings, self.households
        thing.floor_area = self.floor_area

    def as_dict(self) -> dict[str, str]:
        """Exact text by measure."""
        return {
            "buildings": str(self.buildings),
            "households": str(self.households),
            "floor_area": format(self.floor_area, "f"),
        }


NOTHING = Figures()


def total(figures: Iterable[Figures]) -> Figures:
    """The sum by measure."""
    found = NOTHING
    for one in figures:
        found += one
    return found


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
