"""What each test still lacks, in the best and in the worst case.

Best: whoever comes agrees, the largest homes first. Worst: the smallest come first; and, for
certainty, everybody who has not answered votes against. Every number is exact and shown rounded up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from approvals.rules.doors import MEASURES, Door, Standing, each_adds, gain, shortfall, steered
from approvals.rules.fewest import reaches
from common.money import ceil_places
from policies.rules.consent import MEASURES as WORDS
from policies.rules.consent import TestOutcome
from policies.rules.model import ConsentTest

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Gap:
    """One test. Amounts in `unit` (人, ㎡, 户); owners are doors.

    `missing`: newcomers, all agreeing, until the test holds; None when no number suffices.
    `owners_best`, `owners_worst`: how many owners that is when the largest or the smallest homes
    come first. `certain`: agreeing newcomers after which the test holds even if everybody else
    votes against; None for turnout, where a vote against counts as taking part.
    """

    label: str
    unit: str
    met: bool
    missing: Decimal | None
    owners_best: int | None
    owners_worst: int | None
    certain: Decimal | None


def gaps(
    standing: Standing, outcomes: Sequence[TestOutcome], doors: Sequence[Door]
) -> tuple[Gap, ...]:
    """Every test of a matter in the policy's order."""
    return tuple(_gap(standing, outcome, doors) for outcome in outcomes)


def _gap(standing: Standing, outcome: TestOutcome, doors: Sequence[Door]) -> Gap:
    test = outcome.test
    if not steered(test):
        return unsteered(outcome)
    places = WORDS[test.measure][2]
    adds = sorted(gain(door, standing.matter.key, test) for door in doors)
    need, strictly = shortfall(test, standing.count), test.operator == ">"
    left = _left(standing, test, doors)
    return Gap(
        label=outcome.label,
        unit=outcome.unit,
        met=outcome.met,
        missing=Decimal(0) if outcome.met else _missing(standing, test, places, left),
        owners_best=0 if outcome.met else _owners(adds[::-1], need, strictly=strictly),
        owners_worst=0 if outcome.met else _at_worst(adds, need, strictly=strictly),
        certain=_certain(standing, test, places, left) if test.numerator == "agree" else None,
    )


def unsteered(outcome: TestOutcome) -> Gap:
    """A test that no list of doors serves: what it lacks as it stands."""
    return Gap(outcome.label, outcome.unit, outcome.met, outcome.missing, None, None, None)


def _left(standing: Standing, test: ConsentTest, doors: Sequence[Door]) -> Fraction:
    """How much can still come: who answered invalidly has answered.

    Where silence takes part, how much can still turn to a yes.
    """
    layer = "agree" if standing.method.missing_takes_part else "participating"
    field = f"{layer}_{MEASURES[test.measure]}"
    return sum((Fraction(getattr(door.adds[standing.matter.key], field)) for door in doors), _NONE)


def _missing(standing: Standing, test: ConsentTest, places: int, left: Fraction) -> Decimal | None:
    """Least newcomers (heads, ㎡ or homes), all agreeing, within those that are left."""
    each = each_adds(test, standing.method)
    short = shortfall(test, standing.count)
    step = Decimal(1).scaleb(-places)
    if each == 0:
        return None
    shown = max(ceil_places(short / each, places), step)
    if test.operator == ">" and Fraction(shown) * each == short:
        shown += step
    return shown if Fraction(shown) <= left else None


def _certain(standing: Standing, test: ConsentTest, places: int, left: Fraction) -> Decimal | None:
    """Agreeing newcomers after which nobody else's vote can undo the test.

    Where silence is a yes a vote against takes one away, so that nothing is certain.
    """
    whole, part, agree = standing.count.counts().layers(test.measure)
    came = part if standing.method.missing_takes_part else part + left
    if not came or "missing" in standing.method.taken_for_yes:
        return None
    base = test.share * (came if test.population == "participants" else whole)
    shown = max(ceil_places(base - agree, places), Decimal(0))
    if test.operator == ">" and Fraction(shown) + agree == base:
        shown += Decimal(1).scaleb(-places)
    return shown if Fraction(shown) <= left else None


def _owners(largest_first: Sequence[Fraction], need: Fraction, *, strictly: bool) -> int | None:
    """The least number of owners that do, when those who add most come first."""
    for number, total in enumerate(accumulate(largest_first), 1):
        if reaches(total, need, strictly):
            return number
    return None


def _at_worst(smallest_first: Sequence[Fraction], need: Fraction, *, strictly: bool) -> int | None:
    """The number of owners that does whoever they are."""
    failing = 0
    for number, total in enumerate(accumulate(smallest_first), 1):
        if not reaches(total, need, strictly):
            failing = number
    return failing + 1 if failing < len(smallest_first) else None
