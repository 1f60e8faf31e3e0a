"""Finding owners: by exact name, phone or number, or by room; never sorted, never in part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from districts.models import Community, Owner, Ownership
from districts.owner_data import name_digest, number_digest, phone_digest
from districts.rules.rooms import bare

if TYPE_CHECKING:
    from accounts.models import User


def find_ownerships(
    user: User, words: str, community: Community | None = None
) -> QuerySet[Ownership]:
    """Live parts in scope whose owner's name, phone or number is exactly `words`.

    Inside a community a room ("301") counts as well.
    """
    text = words.strip()
    rows = (
        Ownership.objects.filter(ends_on=None)
        .filter(user.access.scope("unit__building__community__area_code"))
        .select_related("owner", "unit__building__community__street", "unit__entrance")
        .order_by("unit__building__community", "unit__building__position", "unit__position")
    )
    if not text:
        return rows.none()
    condition = Q(owner__name_digest=name_digest(text))
    if digest := phone_digest(text):
        condition |= Q(owner__phone_digest=digest)
    if digest := number_digest(text):
        condition |= Q(owner__number_digest=digest)
    if community is not None:
        rows = rows.filter(unit__building__community=community)
        condition |= Q(unit__room=bare(text))
    return rows.filter(condition)


def doubtful_in(community: Community) -> list[Ownership]:
    """Live parts whose owner has no number while another owner bears the same name; by name.

    They are never merged: somebody looks, and enters the number that tells them apart.
    """
    bearers = (
        Owner.objects.filter(name_digest=OuterRef("owner__name_digest"))
        .exclude(pk=OuterRef("owner_id"))
        .order_by()
    )
    return list(
        Ownership.objects.filter(unit__building__community=community, ends_on=None)
        .filter(owner__number_digest="")
        .filter(Exists(bearers))
        .select_related("owner", "unit__building", "unit__entrance")
        .defer("owner__name", "owner__phone", "owner__number")
        .order_by("owner__name_digest", "unit__building__position", "unit__code")
    )


def live_parts(unit_ids: Iterable[int], *, clear: bool = False) -> dict[int, list[Ownership]]:
    """Live parts with their owners by unit, in the order they were entered; one query.

    What is encrypted is not even read unless `clear`.
    """
    ids = list(unit_ids)
    rows = (
        Ownership.objects.filter(unit__in=ids, ends_on=None).select_related("owner").order_by("pk")
    )
    if not clear:
        rows = rows.defer("owner__name", "owner__phone", "owner__number")
    found: dict[int, list[Ownership]] = {pk: [] for pk in ids}
    for part in rows:
        found[part.unit_id].append(part)
    return found
