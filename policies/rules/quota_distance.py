"""How much of a kind a plan may still take, or has to give up; always towards the safe side."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from common.money import ceil_places
from policies.rules.eligibility_model import QuotaRule
from policies.rules.plan_members import COUNTS


def distance(
    rule: QuotaRule, part: Fraction, whole: Fraction, *, met: bool
) -> tuple[Decimal | None, Decimal]:
    """Room left and excess, in whole units (area: two places), both towards the safe side."""
    places = COUNTS[rule.counts][2]
    short = abs(rule.share * whole - part)
    if rule.bound == "at_most":
        if met:
            room = None if rule.share == 1 else _floor(short / (1 - rule.share), places)
            return room, Decimal(0)
        return Decimal(0), ceil_places(short / (1 - rule.share), places)
    if met:
        room = None if not rule.share else _floor(part / rule.share - whole, places)
        return room, Decimal(0)
    more = short if rule.share == 1 else short / (1 - rule.share)
    return Decimal(0), ceil_places(more, places)


def _floor(value: Fraction, places: int) -> Decimal:
    scale = 10**places
    return Decimal(value * scale // 1).scaleb(-places)


def distance_words(
    rule: QuotaRule, room: Decimal | None, excess: Decimal, unit: str, *, met: bool
) -> str:
    """The distance as officials say it: 还可列入…, 至少调出…."""
    if rule.bound == "at_most":
        if not met:
            return f"超出，至少调出 {excess:,} {unit}"
        return "不受限制" if room is None else f"还可列入此类 {room:,} {unit}"
    if not met:
        return (
            f"不足，须把其余 {excess:,} {unit}调出"
            if rule.share == 1
            else f"不足，至少再列入此类 {excess:,} {unit}"
        )
    return "不受限制" if room is None else f"还可列入其他 {room:,} {unit}"
