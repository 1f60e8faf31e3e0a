"""Steering of an open round: how many more until it is valid, until it passes, and what is safe.

Everything is the least number that suffices if the newcomers answer as said; heads and area are
looked at apart, because a head's area is not known beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from policies.rules.consent import MEASURES, ConsentOutcome, Counts, evaluate
from policies.rules.model import Matter
from policies.rules.steering_needs import Need, need_of
from policies.rules.steering_words import notes_on


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
    valid = tuple(need_of(matter, counts, m, only_turnout=True) for m in measures)
    passed = tuple(need_of(matter, counts, m, only_turnout=False) for m in measures)
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
        notes=notes_on(now, valid, passed, refused),
    )


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
