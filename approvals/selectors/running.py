"""Running rounds by their turnout alone, from stored tallies; the most endangered first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from approvals.models import Round
from approvals.rules.parts import WHOLE, Part
from approvals.rules.tally import Count
from approvals.rules.underway import Period, Underway, underway
from approvals.selectors.own_pages import pages_of
from approvals.selectors.part_rounds import places_words
from approvals.selectors.rules import groups_of, round_rule, under
from approvals.selectors.turnout_counts import turnout_counts, turnout_matters
from approvals.selectors.turnout_figures import Figure, figures
from common.clock import civil_day
from common.explanations import Explanation
from policies.rules.consent import evaluate
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Running:
    """A running round: how it stands, and the turnout of the matter that lacks most.

    `project`: by which of its projects the person comes to it, of a cluster the first in scope.
    """

    round: Round
    stands: Underway
    figures: tuple[Figure, ...]
    project: int

    @property
    def places(self) -> str:
        """The buildings or entrances that it asks, in words; "" for all of it."""
        return places_words(self.round)

    @property
    def url(self) -> str:
        """The round's own page."""
        asked = self.round.pk if self.round.places else self.round.key
        return f"{reverse('approvals:rounds', args=[self.project])}?round={asked}"

    @property
    def closes(self) -> date:
        """The civil day of its end."""
        return self.stands.period.closes

    @property
    def turnout_key(self) -> str:
        """The key of the 依据 of its turnout."""
        return f"turnout.{self.round.pk}"

    @property
    def pace_key(self) -> str:
        """The key of the 依据 of where the pace leads."""
        return f"pace.{self.round.pk}"

    @property
    def reasons(self) -> tuple[Explanation, ...]:
        """The 依据 of every test of taking part, under the pinned version."""
        told = tuple(one.outcome.explanation for one in self.stands.tests)
        own = Explanation(self.round.name, "", children=told)
        return under(own, round_rule(self.round), self.round.pin).children


def running(
    user: User, now: datetime, year: int | None = None, area: str = "", *, only: int | None = None
) -> list[Running]:
    """Open rounds in scope, the most endangered first: two queries, three where clusters are asked.

    `year` and `area` as chosen in the frame: one of a cluster counts with any of its communities.
    `only`: just this round, if it is one of them.
    """
    rows = Round.objects.visible_to(user).filter(state="open")
    asked = _chosen(rows, year, area) if only is None else rows.filter(pk=only)
    found = list(asked.select_related("project", "pin__version__policy"))
    counts = turnout_counts(found)
    pages = pages_of(user, found)
    made = [
        _running(row, counts[row.pk], now, pages.get(row.pk, row.project_id))
        for row in found
        if row.pk in counts
    ]
    return sorted(made, key=lambda one: (one.stands.order, one.round.pk))


def _chosen(rows: QuerySet[Round], year: int | None, area: str) -> QuerySet[Round]:
    if not year and not area:
        return rows
    projects = Project.objects.within(area)
    projects = projects.filter(year=year) if year else projects
    those = projects.order_by().values("pk")
    return rows.filter(Q(project__in=those) | Q(members__overlap=ArraySubquery(those)))


def _running(
    round_: Round, counts: Mapping[str, Mapping[Part, Count]], now: datetime, project: int
) -> Running:
    matters = turnout_matters(round_)
    tests = [
        (matter.key, test)
        for matter in matters
        for parts in [counts[matter.key]]
        for test in evaluate(matter, parts[WHOLE].counts(), groups_of(matter, parts)).tests
    ]
    period = Period(
        opened=civil_day(round_.opens_at),
        closes=civil_day(round_.closes_at),
        on=civil_day(now),
        begun=now >= round_.opens_at,
        over=now >= round_.closes_at,
    )
    whole = [parts[WHOLE] for parts in counts.values()]
    stands = underway(tests, period, returned=max(one.returned_units for one in whole))
    lead = stands.lead or matters[0].key
    shown = tuple(figures(lead, counts[lead][WHOLE], tests))
    return Running(round_, stands, shown, project)
