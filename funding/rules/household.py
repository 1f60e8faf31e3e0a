"""One household's part of the residents' sum, and why it is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.explanations import Clause, Explanation, Input, Line
from policies.rules.money_model import SharesRule

WAYS = {
    "area": "按面积分摊",
    "home": "按户平均分摊",
    "building": "先按楼栋面积、再按户平均分摊",
}


@dataclass(frozen=True, slots=True)
class HouseholdPart:
    """A home's code, area in ㎡, building, and its part in 元."""

    code: str
    area: Decimal
    building: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Whole:
    """What is divided: the residents' sum in 元, before limits per home, over homes and ㎡.

    `building_area` and `building_homes` are those of the home's own building.
    """

    residents: Decimal
    homes: int
    area: Decimal
    building_homes: int
    building_area: Decimal


def exact_part(rule: SharesRule, part: HouseholdPart, whole: Whole) -> Fraction:
    """The part before rounding to the fen, in 元.

    The stored one differs by less than a fen, unless the rule holds each home to limits.
    """
    residents = Fraction(whole.residents)
    if rule.apportion == "home":
        return residents / whole.homes
    if rule.apportion == "area":
        return residents * Fraction(part.area) / Fraction(whole.area)
    return residents * Fraction(whole.building_area) / Fraction(whole.area) / whole.building_homes


def explain(rule: SharesRule, part: HouseholdPart, whole: Whole, label: str) -> Explanation:
    """Why this household pays this: the formula with its numbers; `label` is how papers call it."""
    formula = {
        "home": f"{whole.residents:,.2f} ÷ {whole.homes} 户",
        "area": f"{whole.residents:,.2f} × {part.area:,.2f} ÷ {whole.area:,.2f}",
        "building": (
            f"{whole.residents:,.2f} × {whole.building_area:,.2f} ÷ {whole.area:,.2f}"
            f" ÷ {whole.building_homes} 户"
        ),
    }[rule.apportion]
    exact = exact_part(rule, part, whole)
    shown = Decimal(exact.numerator * 10000 // exact.denominator).scaleb(-4)
    return Explanation(
        title=f"{label} 应缴",
        result=f"{part.amount:,.2f}",
        unit="元",
        sentence=rule.apportion_says or f"{WAYS[rule.apportion]}。",
        inputs=(
            Input("居民出资合计", f"{whole.residents:,.2f}", "元", "出资测算"),
            Input("本户面积", f"{part.area:,.2f}", "㎡", "户册"),
            Input("全部住宅", f"{whole.homes} 户，{whole.area:,.2f}", "㎡", "户册"),
        ),
        lines=(
            Line(WAYS[rule.apportion], formula, f"{shown:,.4f}"),
            Line(*_to_the_fen(rule), f"{part.amount:,.2f}", emphasis=True),
        ),
        clauses=rule.apportion_clauses + _limit_clauses(rule),
    )


def _to_the_fen(rule: SharesRule) -> tuple[str, str]:
    """How a part becomes what is owed: by the fen, or by the limits per home."""
    limits = rule.residents
    if not limits.by_home:
        return "取到分，各户合计与总数相等", "余数大者先进，相等按房屋代码"
    words = [f"取整到 {limits.rounding.unit:,f} 元"] if limits.rounding else []
    words += [f"每户不低于 {limits.floor.amount:,f} 元"] if limits.floor else []
    words += [f"每户不高于 {limits.ceiling.amount:,f} 元"] if limits.ceiling else []
    return "每户限额与取整", "，".join(words)


def _limit_clauses(rule: SharesRule) -> tuple[Clause, ...]:
    limits = (rule.residents.rounding, rule.residents.floor, rule.residents.ceiling)
    return tuple(clause for one in limits if one for clause in one.clauses)
