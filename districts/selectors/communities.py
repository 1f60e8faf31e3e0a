"""Finding communities by what people write."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from common.names import normalise
from districts.models import Community

Key = tuple[str, str]
_FEW = 200
"""Beyond so many names it costs less to read the streets whole than to ask for each name."""


def find_communities(rows: Iterable[Key]) -> dict[Key, Community]:
    """Communities by (street code, name); names and aliases count alike. One query.

    Keys of the answer are (street code, normalised name) as asked for; those not found are missing.
    """
    wanted = {(street, normalise(name)) for street, name in rows}
    streets = {street for street, _ in wanted}
    names = {name for _, name in wanted}
    if not wanted:
        return {}
    found: dict[Key, Community] = {}
    known = Community.objects.filter(street__code__in=streets).select_related("street")
    if len(names) <= _FEW:
        known = known.filter(Q(normalised_name__in=names) | Q(aliases__overlap=list(names)))
    known = known.order_by("pk")
    for community in known:
        code = community.street.code
        for alias in community.aliases:
            if (code, alias) in wanted:
                found.setdefault((code, alias), community)
    for community in known:
        if (community.street.code, community.normalised_name) in wanted:
            found[community.street.code, community.normalised_name] = community
    return found
