"""The residents' sum divided among homes, adding up to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem, Undecidable
from common.money import split
from policies.rules.money_model import SharesRule

APPORTION = {"area": "按专有面积", "home": "按户平均", "building": "按楼栋面积、栋内平均"}


@dataclass(frozen=True, slots=True)
class Home:
    """A home that takes part in paying: unit code, area in ㎡, building."""

    code: str
    area: Decimal
    building: str = ""


def apportion(
    rule: SharesRule, residents_due: Decimal, homes: Sequence[Home]
) -> dict[str, Decimal]:
    """The residents' sum over the homes, adding up to the fen; ties go by unit code.

    By `area`: in proportion to ㎡; `home`: equal; `building`: buildings by their ㎡, equal within.
    Raises Undecidable when there is nothing to divide by, ValueError when a code occurs twice.
    """
    if len({home.code for home in homes}) != len(homes):
        raise ValueError("a unit code occurs twice")
    if rule.apportion == "home":
        weights: dict[str, Fraction] = {home.code: Fraction(1) for home in homes}
    elif rule.apportion == "area":
        weights = {home.code: Fraction(home.area) for home in homes}
    else:
        weights = _by_building(homes)
    try:
        return split(residents_due, weights)
    except ValueError as error:
        raise Undecidable(
            Problem(
                "居民资金不能分摊到户：没有可用的户或面积",
                code="nothing_to_divide",
                remedy="先在户册中补全专有部分及其面积",
            )
        ) from error


def _by_building(homes: Sequence[Home]) -> dict[str, Fraction]:
    area: dict[str, Fraction] = {}
    count: dict[str, int] = {}
    for home in homes:
        area[home.building] = area.get(home.building, Fraction(0)) + Fraction(home.area)
        count[home.building] = count.get(home.building, 0) + 1
    return {home.code: area[home.building] / count[home.building] for home in homes}
