"""Turnout in owners and in ㎡, as far as it is, of all, with the share that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from approvals.rules.tally import Count
from policies.rules.consent import TestOutcome

SHOWN = {"heads": ("业主", "人"), "area": ("面积", "㎡")}


@dataclass(frozen=True, slots=True)
class Figure:
    """Turnout in one measure: who took part, of all; `share` must be reached, None: of none."""

    label: str
    unit: str
    value: Fraction
    total: Fraction
    share: Fraction | None = None
    met: bool = False


def figures(
    matter: str, count: Count, tests: Iterable[tuple[str, TestOutcome]]
) -> Iterator[Figure]:
    """Of one matter; the share is that of a test put to all of them."""
    layers = count.counts()
    own = [one for key, one in tests if key == matter and not one.part]
    for measure, (label, unit) in SHOWN.items():
        total, value, _ = layers.layers(measure)
        test = next((one for one in own if one.test.measure == measure), None)
        if test is None or test.base != total:
            yield Figure(label, unit, value, total)
        else:
            yield Figure(label, unit, value, total, test.test.share, test.met)
