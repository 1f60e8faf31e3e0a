"""Steering of an open round: how many more until it is valid, until it passes, and what is safe.

Everything is the least number that suffices if the newcomers answer as said; heads and area are
looked at apart, because a head's area is not known beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.money import ceil_places
from common.shares import in_words, percent
from policies.rules.consent import MEASURES, ConsentOutcome, Counts, TestOutcome, evaluate, show
from policies.rules.model import ConsentTest, Matter


@dataclass(frozen=True, slots=True)
class Need:
    """How much more of one measure; `possible` is False when all that are left do not suffice."""

    measure: str
    amount: Decimal
    left: Decimal
    possible: bool

    @property
    def unit(self) -> str:
        """人, ㎡ or 户."""
        return MEASURES[self.measure][1]


@dataclass(frozen=True, slots=True)
class Steering:
    """What a street should know tonight.

    `until_valid`: more participants. `until_passed`: more owners, all agreeing.
    `missing_may_refuse`: the owners still missing for validity may all vote against and consent
    still holds; None when none is missing. `all_left_may_refuse`: the same for all unanswered.
    """

    until_valid: tuple[Need, ...]
    until_passed: tuple[Need, ...]
    missing_may_refuse: bool | None
    all_left_may_refuse: bool
    notes: tuple[str, ...]


def steer(matter: Matter, counts: Counts) -> Steering:
    """Advice on an open round; says nothing about who will answer."""
    measures = [m for m in MEASURES if any(test.measure == m for test in matter.tests)]
    valid = tuple(_need(matter, counts, m, only_turnout=True) for m in measures)
    passed = tuple(_need(matter, counts, m, only_turnout=False) for m in measures)
    now = evaluate(matter, counts)
    refused = None
    if not now.valid and all(need.possible for need in valid):
        refused = _if_refused(matter, counts, {need.measure: need.amount for need in valid})
    left = _if_refused(matter, counts, {need.measure: need.left for need in valid}).passed
    return Steering(
        until_valid=valid,
        until_passed=passed,
        missing_may_refuse=refused.passed if refused else None,
        all_left_may_refuse=left,
        notes=_notes(now, valid, passed, refused),
    )


def _need(matter: Matter, counts: Counts, measure: str, *, only_turnout: bool) -> Need:
    whole, part, agree = counts.layers(measure)
    places = MEASURES[measure][2]
    needed = Decimal(0)
    possible = True
    for test in matter.tests:
        if test.measure != measure or (only_turnout and test.numerator == "agree"):
            continue
        more = _least(test, whole, part, agree, places)
        if more is None:
            possible = False
        else:
            needed = max(needed, more)
    left = ceil_places(whole - part, places)
    return Need(measure, min(needed, left), left, possible and needed <= left)


def _least(
    test: ConsentTest, whole: Fraction, part: Fraction, agree: Fraction, places: int
) -> Decimal | None:
    """Least x, all newcomers agreeing; None when no number suffices."""
    have = part if test.numerator == "participate" else agree
    if test.population == "all":
        exact, strict_from = test.share * whole - have, test.operator == ">"
    elif test.share == 1:
        return None if agree < part or test.operator == ">" else Decimal(0)
    else:
        exact = (test.share * part - have) / (1 - test.share)
        strict_from = test.operator == ">"
    step = Decimal(1).scaleb(-places)
    if exact < 0:
        return Decimal(0) if part > 0 or test.population == "all" else step
    shown = ceil_places(exact, places)
    if strict_from and Fraction(shown) == exact:
        shown += step
    return max(shown, step) if part == 0 and test.population == "participants" else shown


def _if_refused(matter: Matter, counts: Counts, more: dict[str, Decimal]) -> ConsentOutcome:
    changed: dict[str, Any] = {
        f"participating_{m}": _typed(m, counts.layers(m)[1] + Fraction(extra))
        for m, extra in more.items()
    }
    return evaluate(matter, replace(counts, **changed))


def _typed(measure: str, value: Fraction) -> int | Decimal:
    if MEASURES[measure][2] == 0:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _notes(
    now: ConsentOutcome,
    valid: tuple[Need, ...],
    passed: tuple[Need, ...],
    refused: ConsentOutcome | None,
) -> tuple[str, ...]:
    if now.passed:
        return ("各项比例均已达到；征询期内收到的意见仍计入，结果以关闭后的计票为准。",)
    notes = [
        f"即使其余业主全部同意，{MEASURES[need.measure][0]}也达不到规定比例。"
        for need in passed
        if not need.possible
    ]
    within_reach = not notes
    if not now.valid:
        notes.append(f"再有 {_amounts(valid)}参与即为有效。")
    elif within_reach:
        notes.append(f"再有 {_amounts(passed)}同意即可通过。")
    if refused and refused.passed:
        still = "，".join(map(_still, _agreeing(refused)))
        notes.append(f"所缺业主即使全部反对，{still}。")
    elif refused and within_reach:
        notes.append("所缺业主如全部反对，同意比例将不足，须同时争取同意。")
    return tuple(notes)


def _amounts(needs: tuple[Need, ...]) -> str:
    return "、".join(f"{need.amount:,} {need.unit}" for need in needs if need.amount)


def _agreeing(outcome: ConsentOutcome) -> list[TestOutcome]:
    return [one for one in outcome.tests if one.test.numerator == "agree"]


def _still(one: TestOutcome) -> str:
    have, base = show(one.value, one.test.measure), show(one.base, one.test.measure)
    words = f"{percent(one.value, one.base)}，不低于{in_words(one.test.share)}"
    return f"{one.label}仍为 {have}/{base}（{words}）"
