"""Everything that the rules decide about projects: procedure, money and votes in one answer.

The rooms below each give the points of their own; this is where they are put together, for
`manage.py explain`, for the simulator, and for whoever asks what governs a project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from approvals.selectors.points import Vote, result_points, result_points_as_if, votes
from common.errors import Undecidable
from funding.models import Determination
from funding.selectors.points import determined, share_points, share_points_as_if
from policies.selectors.ruleset import Ruleset
from renovation.models import Project
from renovation.rules.points import Point
from renovation.selectors.points import Grounds, ground, step_points, step_points_as_if


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What stands in the tables about many projects, ready to be asked by any rule."""

    grounds: Grounds
    money: Mapping[int, Determination]
    votes: Mapping[int, Sequence[Vote]]

    @classmethod
    def of(cls, projects: Sequence[Project], on: date) -> Evaluation:
        """At most fourteen queries, whatever the number of projects."""
        grounds = ground(projects, on)
        return cls(grounds, determined(projects), votes(projects, grounds.pins))

    def points(self, project: Project) -> list[Point]:
        """By the rules that govern the project now."""
        found = self.grounds.found.get(project.pk)
        points = list(step_points(self.grounds, found)) if found else []
        money = self.money.get(project.pk)
        if money is not None:
            points += share_points(money, pinned=self._shares_pinned(project))
        for vote in self.votes.get(project.pk, ()):
            points += result_points(vote)
        return points

    def points_as_if(self, project: Project, ruleset: Ruleset) -> list[Point]:
        """By another ruleset; what it does not state stays as it is."""
        found = self.grounds.found.get(project.pk)
        points: list[Point] = []
        if found:
            points += (
                step_points_as_if(self.grounds, found, ruleset.procedure)
                if ruleset.states("procedure")
                else step_points(self.grounds, found)
            )
        money = self.money.get(project.pk)
        if money is not None:
            pinned = self._shares_pinned(project)
            points += (
                share_points_as_if(money, ruleset.shares, pinned=pinned)
                if ruleset.states("shares")
                else share_points(money, pinned=pinned)
            )
        for vote in self.votes.get(project.pk, ()):
            points += _voted(vote, ruleset)
        return points

    def _shares_pinned(self, project: Project) -> bool:
        return self.grounds.pinned(project.pk, "shares") is not None


def evaluate_project(project: Project, on: date) -> list[Point]:
    """All deadlines, gates, papers, shares and results of one project."""
    return Evaluation.of([project], on).points(project)


def _voted(vote: Vote, ruleset: Ruleset) -> list[Point]:
    """A round that the other ruleset does not know keeps its own rule."""
    try:
        rule = ruleset.round(vote.round.key)
    except Undecidable:
        return list(result_points(vote))
    return list(result_points_as_if(vote, rule))
