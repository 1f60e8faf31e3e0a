"""A round as its page shows it: thresholds, buildings, steering, notes on differences."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count as Rows
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from approvals.models import Head, Round, RunningTally
from approvals.rules.parts import WHOLE, Part
from approvals.rules.standings import own_tests
from approvals.rules.tally import Count
from approvals.rules.words import building_words
from approvals.selectors.blindness import matters_shown, turnout_said
from approvals.selectors.communities import Community, communities, reason
from approvals.selectors.rules import judged
from approvals.selectors.seeing import homes_seen
from common.explanations import Explanation
from policies.rules.consent import GROUPS, ConsentOutcome, PartOutcome, TestOutcome, evaluate
from policies.rules.model import Matter
from policies.rules.steering import steer

NAMED = 2  # heads with several homes named in the note
LEFT = 4  # parts named that do not pass yet


@dataclass(frozen=True, slots=True)
class PartBoard:
    """A building or entrance judged by itself: its thresholds, what it comes to, advice."""

    name: str
    code: str
    outcome: PartOutcome
    rows: list[dict[str, Any]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterBoard:
    """One matter: its outcome, its thresholds as `{% threshold_table %}` takes them, advice."""

    matter: Matter
    count: Count
    outcome: ConsentOutcome
    rows: list[dict[str, Any]]
    notes: tuple[str, ...]
    buildings: list[tuple[str, Count]]
    note: str
    parts: tuple[PartBoard, ...] = ()
    communities: tuple[Community, ...] = ()

    def beside(self, round_: Round, *, choices: Container[str]) -> Explanation | None:
        """Why each community of a cluster counts so many; None where one is asked alone."""
        if not self.communities:
            return None
        return reason(round_, self.count, self.communities, choices=choices)


@dataclass(frozen=True, slots=True)
class Board:
    """A round with all its matters, from the stored running tally; turnout alone when `blind`."""

    round: Round
    matters: list[MatterBoard]
    updated: Any
    blind: bool = False

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


def board(
    round_: Round, user: User | None = None, *, apart: bool = True, blind: bool = False
) -> Board:
    """The round's board in a constant number of queries; unless `apart`, two fewer.

    `apart`: with its buildings in the order of the roll, and why heads are fewer than homes. With a
    `user` only with the buildings in that person's scope. `blind`: for who may not know yet how
    owners answered.
    """
    rows = list(RunningTally.objects.filter(round=round_).order_by("pk"))
    places = _places(round_, user) if apart else {}
    several = heads_with_several(round_) if apart and not blind else []
    boards = []
    for matter in matters_shown(round_, blind=blind):
        counts = {row.part: Count.of(row) for row in rows if row.matter == matter.key}
        buildings = [p for p in counts if p == Part(p.building) and p.building in places]
        buildings.sort(key=lambda part: places[part.building])
        named = [(part.building, counts[part]) for part in buildings]
        made = _matter(round_, matter, counts, named, several)
        boards.append(_turnout_alone(made) if blind else made)
    return Board(round_, boards, max(row.updated for row in rows), blind)


def _places(round_: Round, user: User | None) -> dict[str, int]:
    """Building → its place on the roll."""
    roll = homes_seen(round_, user).order_by("position")
    order = dict.fromkeys(roll.values_list("building", flat=True))
    return {name: index for index, name in enumerate(order)}


def threshold_rows(round_: Round, matter: Matter, outcome: ConsentOutcome) -> list[dict[str, Any]]:
    """Rows for the threshold table and the gauges, each with its 依据."""
    return [
        threshold_row(test)
        | {
            "part": test.part,
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
    counts: Mapping[Part, Count],
    buildings: list[tuple[str, Count]],
    several: list[tuple[str, int]],
) -> MatterBoard:
    whole = counts[WHOLE]
    outcome = judged(round_, matter, whole, counts)
    rows = threshold_rows(round_, matter, outcome)
    parts = tuple(_part(matter, one, rows, counts) for one in outcome.parts)
    return MatterBoard(
        matter=matter,
        count=whole,
        outcome=outcome,
        rows=[row for row in rows if not row["part"]],
        notes=_notes(matter, WHOLE, whole) + _of_parts(parts),
        buildings=[(building_words(name), count) for name, count in buildings],
        note=difference_note(whole, several),
        parts=parts,
        communities=communities(round_, counts),
    )


def _turnout_alone(made: MatterBoard) -> MatterBoard:
    """Without what tells how owners answered; the tests are those of turnout already."""
    outcome = replace(made.outcome, explanation=turnout_said(made.outcome.explanation))
    return replace(made, outcome=outcome, notes=(), note="", parts=())


def _part(
    matter: Matter,
    one: PartOutcome,
    rows: list[dict[str, Any]],
    counts: Mapping[Part, Count],
) -> PartBoard:
    mine = {part: count for part, count in counts.items() if part.words == one.part}
    notes = [
        ("" if part.group == "owners" else f"{GROUPS[part.group]}：") + note
        for part, count in mine.items()
        if not one.passed and _lacking(matter, part, count)
        for note in _notes(matter, part, count)
    ]
    return PartBoard(
        name=one.part,
        code=next(part.code for part in mine),
        outcome=one,
        rows=[row for row in rows if row["part"] == one.part],
        notes=tuple(dict.fromkeys(notes)),
    )


def _lacking(matter: Matter, part: Part, count: Count) -> bool:
    """Whether a test that is put to this part is not met yet."""
    own = own_tests(matter, part)
    return bool(own.tests) and not evaluate(own, count.counts()).passed


def _notes(matter: Matter, part: Part, count: Count) -> tuple[str, ...]:
    """What a street should know of this part; nothing where no test is put to it."""
    own = own_tests(matter, part)
    return steer(own, count.counts()).notes if own.tests else ()


def _of_parts(parts: tuple[PartBoard, ...]) -> tuple[str, ...]:
    """How many parts pass by themselves, and which do not yet."""
    if not parts:
        return ()
    left = [one.name for one in parts if not one.outcome.passed]
    named = "、".join(left[:LEFT]) + (f"等 {len(left)} 处" if len(left) > LEFT else "")
    words = f"分楼栋、单元判定：{len(parts)} 处中 {len(parts) - len(left)} 处已达到"
    return (f"{words}；未达到：{named}。" if left else f"{words}。",)


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
