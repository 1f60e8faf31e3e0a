"""Stored counts of many rounds, as far as their tests of taking part ask about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from approvals.models import Round, RunningTally
from approvals.rules.parts import Part, kinds_of
from approvals.rules.standings import turnout_only
from approvals.rules.tally import Count
from approvals.selectors.rules import matters_of
from policies.rules.model import Matter

PLAIN = ("owners", "community")


def turnout_counts(rounds: Sequence[Round]) -> dict[int, dict[str, dict[Part, Count]]]:
    """Round → matter → part → count; parts only of rounds whose turnout is asked of them."""
    keys, apart = [row.pk for row in rounds], [row.pk for row in rounds if _asks_parts(row)]
    whole = Q(building="", community="", group="owners")
    rows = RunningTally.objects.filter(Q(round__in=apart) | whole, round__in=keys)
    found: dict[int, dict[str, dict[Part, Count]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.order_by("pk"):
        found[row.round_id][row.matter][row.part] = Count.of(row)
    return found


def _asks_parts(round_: Round) -> bool:
    return any(kinds_of(matter) - {PLAIN} for matter in turnout_matters(round_))


def turnout_matters(round_: Round) -> list[Matter]:
    """The round's matters with their tests of taking part alone: nothing of what anybody said."""
    return [turnout_only(matter) for matter in matters_of(round_)]
