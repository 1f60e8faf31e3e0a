"""What a table of papers typed elsewhere is checked against: the roll, the papers, other rounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from approvals.models import Answer, HeadUnit, Round
from approvals.rules.words import WITHIN
from approvals.selectors.evidence import evidence_by_unit
from districts.rules.rooms import bare

_SERIAL = re.compile(r"^ZQ\d+[A-Z]?-", re.IGNORECASE)
_ROOM = re.compile(r"^(.+?)(?:号楼|号|栋|幢|楼|-)(?:(.+?)(?:单元|-))?(.+?)室?$")
Place = tuple[str, str, str]


def place_said(paper: str, building: str = "", entrance: str = "") -> Place:
    """What a row calls the household: building, entrance and room, folded; or ("", "", serial).

    A room in one word (3号楼2单元301, 3-2-301) is taken apart where no building stands beside it.
    """
    text = "".join(paper.split())
    if _SERIAL.match(text):
        return "", "", text.upper()
    match = None if building else _ROOM.match(text)
    if match is None:
        return bare(building), bare(entrance), bare(text)
    house, stairs, room = match.groups()
    return bare(house), bare(stairs or ""), bare(room)


@dataclass(frozen=True, slots=True)
class RollBook:
    """A round's units by what a row may call them, and what live papers say, by unit and matter.

    `evidence`: the units whose online answer is kept; `owners`: how many own each unit.
    """

    units: Mapping[Place, HeadUnit]
    answers: Mapping[int, Mapping[str, str]]
    evidence: frozenset[int] = frozenset()
    owners: Mapping[int, int] = field(default_factory=dict)


def roll_book(round_: Round) -> RollBook:
    """Three queries whatever the roll's size; a cluster's homes as printed too (安乐东 3 号楼)."""
    units: dict[Place, HeadUnit] = {}
    owners: dict[int, int] = {}
    for unit in HeadUnit.objects.filter(round=round_).select_related("head"):
        owners[unit.pk] = len(unit.head.owner_ids)
        units["", "", unit.serial.upper()] = unit
        for building in {unit.building, unit.building.replace(WITHIN, "")}:
            units[bare(building), bare(unit.entrance), bare(unit.room)] = unit
    said: dict[int, dict[str, str]] = {}
    rows = Answer.objects.filter(paper__round=round_, paper__live=True)
    for key, matter, choice in rows.values_list("paper__unit", "matter", "choice"):
        said.setdefault(key, {})[matter] = choice
    kept = frozenset(evidence_by_unit(unit.pk for unit in units.values()))
    return RollBook(units, said, kept, owners)


def other_rounds(serials: Iterable[str], round_: Round) -> dict[str, str]:
    """Rounds that serials belong to, in words, for those that are not this round's (one query)."""
    wanted = [serial.upper() for serial in serials]
    rows = HeadUnit.objects.filter(serial__in=wanted).exclude(round=round_)
    found = rows.select_related("round__project").order_by("pk")
    return {
        unit.serial.upper(): f"{unit.round.whose}“{unit.round.name}”"
        f"（{unit.round.get_state_display()}）"
        for unit in found
    }
