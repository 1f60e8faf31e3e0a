"""Rounds of some buildings or entrances: those there are, and the rules that allow more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from approvals.models import Round
from approvals.rules.parts import Part
from common.errors import Undecidable
from policies.rules.model import ConsentRound
from policies.selectors.governing import ruleset_for
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class PartRound:
    """One such round with its places in words."""

    round: Round
    places: str


def part_rounds(rounds: Sequence[Round]) -> list[PartRound]:
    """Those of a project's rounds that ask a part of it, the last first."""
    return [PartRound(row, places_words(row)) for row in reversed(rounds) if row.places]


def places_words(round_: Round) -> str:
    """3 号楼 2 单元、5 号楼 1 单元; nothing for a round of the whole community."""
    return "、".join(Part(*place.rsplit("-", 1)).words for place in round_.places)


def part_rules(project: Project, on: date) -> list[ConsentRound]:
    """The rounds that may be opened in some buildings or entrances, by today's rules."""
    try:
        rules = ruleset_for(project.area_code, on).rounds.rule
    except Undecidable:
        return []
    return [rule for rule in rules if rule.scope in {"building", "entrance"}]
