"""Where a matter stands in each part that its tests ask about, so that each can be steered.

A part is steered as if it were a round of its own: its units alone, its own tests, put to the whole
of it. A head in two parts is called on once and counts in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from approvals.rules.doors import Door, Standing, open_doors
from approvals.rules.gaps import Gap, gaps
from approvals.rules.parts import WHOLE, Asked, Part, RollUnit, kind_of
from approvals.rules.tally import Choice, Method, tally
from policies.rules.consent import TestOutcome
from policies.rules.model import ConsentTest, Matter

Answers = Mapping[str, Mapping[int, Choice]]  # matter → unit → choice


@dataclass(frozen=True, slots=True)
class Piece:
    """One part: where each matter that asks about it stands there, and the doors in it."""

    part: Part
    standings: tuple[Standing, ...]
    doors: tuple[Door, ...]


def own_tests(matter: Matter, part: Part) -> Matter:
    """The matter with the tests that are put to this part, as if it were everything."""
    tests = tuple(plainly(test) for test in matter.tests if kind_of(test) == part.kind)
    return replace(matter, tests=tests, veto=None)


def turnout_only(matter: Matter) -> Matter:
    """The matter with what it asks of turnout, and nothing that tells how owners answered."""
    tests = tuple(test for test in matter.tests if test.numerator == "participate")
    return replace(matter, tests=tests, veto=None, decides=matter.decides if tests else "whole")


def plainly(test: ConsentTest) -> ConsentTest:
    """A part's test as a test of the whole."""
    all_of_them = test.population in {"paying", "affected"}
    return replace(test, scope="community", population="all" if all_of_them else test.population)


def pieces(
    matters: Sequence[Matter], roll: Sequence[RollUnit], answers: Answers, method: Method
) -> list[Piece]:
    """Every part that a test asks about, in the order of the roll.

    A part of all owners is one piece for all matters; of those who pay or are affected, one each.
    """
    units: dict[tuple[str, Part], list[RollUnit]] = {}
    found: dict[tuple[str, Part], list[Standing]] = defaultdict(list)
    for matter in matters:
        for part, those in _inside(matter, roll).items():
            key = ("" if part.group == "owners" else matter.key, part)
            units[key] = those
            count = tally(those, _of(answers[matter.key], those), method)[WHOLE]
            found[key].append(Standing(own_tests(matter, part), count, method))
    return [
        Piece(key[1], tuple(standings), _doors(units[key], answers, method))
        for key, standings in found.items()
    ]


def lacking(
    piece: Piece, outcomes: Mapping[str, Sequence[TestOutcome]]
) -> Iterator[tuple[TestOutcome, Gap]]:
    """What each test lacks in this part; `outcomes` by matter, with those of other parts."""
    for standing in piece.standings:
        mine = [
            outcome
            for outcome in outcomes[standing.matter.key]
            if outcome.part == piece.part.words and kind_of(outcome.test) == piece.part.kind
        ]
        plain = [replace(outcome, test=plainly(outcome.test)) for outcome in mine]
        yield from zip(mine, gaps(standing, plain, piece.doors), strict=True)


def _inside(matter: Matter, roll: Sequence[RollUnit]) -> dict[Part, list[RollUnit]]:
    """The units of every part that a test of the matter asks about."""
    asked, wanted = Asked.of(matter), {kind_of(test) for test in matter.tests}
    found: dict[Part, list[RollUnit]] = defaultdict(list)
    for unit in roll:
        for part in asked.parts(unit):
            if part.kind in wanted:
                found[part].append(unit)
    return found


def _doors(units: Sequence[RollUnit], answers: Answers, method: Method) -> tuple[Door, ...]:
    inside = {matter: _of(by_unit, units) for matter, by_unit in answers.items()}
    return open_doors(units, inside, method)


def _of(answers: Mapping[int, Choice], units: Sequence[RollUnit]) -> dict[int, Choice]:
    return {u.unit: answers[u.unit] for u in units if u.unit in answers}
