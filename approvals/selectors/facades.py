"""The fronts of a round's buildings as they stand tonight (no choices)."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from approvals.models import Paper, Round
from approvals.rules.facades import Facade, Light, Window, facades
from approvals.selectors.evening import DoorRow
from approvals.selectors.seeing import homes_seen

MOST = 600  # homes; more are no picture any longer


def fronts(
    round_: Round, user: User, doors: Iterable[DoorRow], building: str = ""
) -> tuple[Facade, ...]:
    """Of one building or all, with the listed doors; two queries, nothing for a large round."""
    if round_.units > MOST and not building:
        return ()
    homes = homes_seen(round_, user).order_by("position")
    homes = homes.filter(building=building) if building else homes
    back = set(Paper.objects.filter(round=round_, live=True).values_list("unit_id", flat=True))
    listed = {home.pk for door in doors for home in door.homes}

    def light(pk: int) -> Light:
        return "in" if pk in back else "tonight" if pk in listed else "out"

    rows = homes.values_list("pk", "building", "entrance", "room")
    return facades(Window(place, stair, room, light(pk)) for pk, place, stair, room in rows)
