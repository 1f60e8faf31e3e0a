"""The least number more of one measure that makes an open round valid, or lets it pass."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.money import ceil_places
from policies.rules.consent import MEASURES, Counts
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


def need_of(matter: Matter, counts: Counts, measure: str, *, only_turnout: bool) -> Need:
    """The greatest need of all tests of the measure, or of those on turnout alone."""
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
