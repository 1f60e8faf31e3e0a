"""Issued, adjusted, actual: what a plan said when it was issued, and what became of it since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

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
