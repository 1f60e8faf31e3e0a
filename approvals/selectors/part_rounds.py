"""Rounds of some buildings or entrances: those there are, and the rules that allow more."""

from __future__ import annotations

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


def part_rounds(project: Project) -> list[PartRound]:
    """The project's rounds of parts, the latest first (one query)."""
    rows = Round.objects.filter(project=project).exclude(places=[]).exclude(state="void")
    rows = rows.select_related("project", "pin", "confirmed_by").order_by("-opens_at", "-pk")
    return [PartRound(row, places_words(row)) for row in rows]


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
