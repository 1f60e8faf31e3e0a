"""Custody of a round as it stands: copies, papers, and whether they reconcile."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from approvals.models import Copy, Paper, Round
from approvals.rules.custody import WITHOUT_PAPER, Balance, CopyOut, Place, balance, problems
from approvals.selectors.seeing import homes_seen, seen
from common.errors import Problem


@dataclass(frozen=True, slots=True)
class Custody:
    """Buildings and the whole. `kept`: whether any copy was ever written down."""

    rows: tuple[Balance, ...]
    kept: bool

    @property
    def whole(self) -> Balance:
        """The last row."""
        return self.rows[-1]

    @property
    def buildings(self) -> tuple[Balance, ...]:
        """All but the whole."""
        return self.rows[:-1]

    @property
    def ties(self) -> bool:
        """Whether everything reconciles."""
        return all(row.ties for row in self.rows)


def custody(round_: Round, user: User | None = None) -> Custody:
    """Of the whole round, or of the homes in a person's scope; three queries, whatever the size."""
    units = homes_seen(round_, user).order_by("position")
    places = [Place(*row) for row in units.values_list("pk", "building", "serial")]
    copies = [
        CopyOut(unit, voided is not None)
        for unit, voided in seen(Copy.objects.all(), round_, user).values_list("unit", "voided_at")
    ]
    live = seen(Paper.objects.filter(live=True), round_, user)
    returned = dict(live.values_list("unit_id", "channel"))
    return Custody(balance(places, copies, returned), bool(copies))


def without_paper(round_: Round, user: User | None = None) -> list[Paper]:
    """Live answers that no signed paper of the owner's own stands behind, with what does.

    By telephone, online, or signed under a mandate; in the order of the roll (one query).
    """
    rows = seen(Paper.objects.filter(live=True), round_, user)
    rows = rows.filter(Q(channel__in=WITHOUT_PAPER) | Q(mandate__isnull=False))
    return list(
        rows.select_related("unit", "mandate", "evidence", "entered_by").order_by("unit__position")
    )


def open_questions(round_: Round) -> list[Problem]:
    """What keeps the count from being closed; nothing where custody was not kept."""
    made = custody(round_)
    return problems(made.rows) if made.kept else []
