"""A round as its page shows it: thresholds, buildings, steering, notes on differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count as Rows
from django.db.models import QuerySet
from django.urls import reverse

from approvals.models import Head, HeadUnit, Round, RunningTally
from approvals.rules.doors import steered
from approvals.rules.tally import WHOLE, Count
from approvals.rules.words import building_words
from approvals.selectors.rules import judged, matters_of
from policies.rules.consent import ConsentOutcome, TestOutcome
from policies.rules.model import Matter
from policies.rules.steering import Steering, steer

NAMED = 2  # heads with several homes named in the note


@dataclass(frozen=True, slots=True)
class MatterBoard:
    """One matter: its outcome, its thresholds as `{% threshold_table %}` takes them, advice."""

    matter: Matter
    count: Count
    outcome: ConsentOutcome
    rows: list[dict[str, Any]]
    steering: Steering
    buildings: list[tuple[str, Count]]
    note: str


@dataclass(frozen=True, slots=True)
class Board:
    """A round with all its matters, from the stored running tally."""

    round: Round
    matters: list[MatterBoard]
    updated: Any

    @property
    def first(self) -> MatterBoard:
        """The first matter; most rounds have one."""
        return self.matters[0]

    @property
    def passed(self) -> bool:
        """Whether every matter passes as it stands."""
        return all(board.outcome.passed for board in self.matters)

    @property
    def valid(self) -> bool:
        """Whether enough take part in every matter."""
        return all(board.outcome.valid for board in self.matters)


def board(round_: Round) -> Board:
    """The round's board in a constant number of queries."""
    rows = list(RunningTally.objects.filter(round=round_))
    roll = HeadUnit.objects.filter(round=round_).order_by("position")
    order = dict.fromkeys(roll.values_list("building", flat=True))
    places = {name: index for index, name in enumerate(order)}
    several = heads_with_several(round_)
    boards = []
    for matter in matters_of(round_):
        scopes = {row.building: Count.of(row) for row in rows if row.matter == matter.key}
        buildings = sorted((pair for pair in scopes.items() if pair[0]), key=lambda p: places[p[0]])
        boards.append(_matter(round_, matter, scopes[WHOLE], buildings, several))
    return Board(round_, boards, max(row.updated for row in rows))


def threshold_rows(round_: Round, matter: Matter, outcome: ConsentOutcome) -> list[dict[str, Any]]:
    """Rows for the threshold table and the gauges, each with its 依据."""
    return [
        threshold_row(test)
        | {
            "id": f"test-{matter.key}-{number}",
            "why_url": reverse("approvals:why", args=[round_.pk, matter.key, number]),
        }
        for number, test in enumerate(outcome.tests)
    ]


def threshold_row(test: TestOutcome) -> dict[str, Any]:
    """One test as the components take it."""
    return {
        "label": test.label,
        "value": test.value,
        "total": test.base,
        "unit": test.unit,
        "threshold": test.test.share,
        "operator": "≥" if test.test.operator == ">=" else ">",
        "need": test.needed_shown,
        "short": test.missing,
        "met": test.met,
    }


def mixed_heads(round_: Round, matter: str) -> QuerySet[Head]:
    """Heads whose homes answered differently: listed for decision."""
    heads = Head.objects.filter(
        round=round_, units__papers__live=True, units__papers__answers__matter=matter
    ).exclude(units__papers__answers__choice="invalid")
    said = Rows("units__papers__answers__choice", distinct=True)
    return heads.annotate(said=said).filter(said__gt=1)


def _matter(
    round_: Round,
    matter: Matter,
    whole: Count,
    buildings: list[tuple[str, Count]],
    several: list[tuple[str, int]],
) -> MatterBoard:
    outcome = judged(round_, matter, whole)
    return MatterBoard(
        matter=matter,
        count=whole,
        outcome=outcome,
        rows=threshold_rows(round_, matter, outcome),
        steering=steer(_steered(matter), whole.counts()),
        buildings=[(building_words(name), count) for name, count in buildings],
        note=difference_note(whole, several),
    )


def _steered(matter: Matter) -> Matter:
    """The matter with what can be steered by the whole's count alone."""
    tests = tuple(test for test in matter.tests if steered(test))
    return replace(matter, tests=tests, veto=None)


def difference_note(count: Count, several: list[tuple[str, int]]) -> str:
    """Why heads are fewer than households, because someone will add it up."""
    part = count.participating_units
    kinds = f"{count.agree_units} + {count.against_units} + {count.abstain_units}"
    words = f"本表按户计：有效 {part} 户 = {kinds}"
    gap = part - count.participating_heads
    if not gap or not several:
        return words + "。"
    named = "；".join(f"{label} {homes} 套按 1 人计" for label, homes in several[:NAMED])
    more = f"等 {len(several)} 家" if len(several) > NAMED else ""
    return f"{words}；{named}{more}，故参与 {count.participating_heads} 人 = {part} − {gap}。"


def heads_with_several(round_: Round) -> list[tuple[str, int]]:
    """Masked name and number of homes of the heads that have more than one."""
    heads = Head.objects.filter(round=round_).annotate(homes=Rows("units"))
    several = heads.filter(homes__gt=1).order_by("-homes", "number")
    return list(several.values_list("label", "homes"))
