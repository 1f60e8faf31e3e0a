"""Areas and units by name, for the floor below (`accounts.places`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from districts.models import Area, ResponsibleUnit


def areas(codes: Iterable[str]) -> dict[str, str]:
    """Names by code of the areas that there are."""
    return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))


def units(codes: Iterable[str]) -> dict[str, str]:
    """Names by code of the units that there are."""
    return dict(ResponsibleUnit.objects.filter(code__in=codes).values_list("code", "name"))


def areas_below(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of these areas and those inside them, in the order of their codes."""
    rows = Area.objects.filter(_inside("code", codes)).order_by("code")
    return list(rows.values_list("code", "name"))


def units_below(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of the units of these areas and of those inside them."""
    rows = ResponsibleUnit.objects.filter(_inside("area_code", codes)).order_by("code")
    return list(rows.values_list("code", "name"))


def _inside(field: str, codes: Iterable[str]) -> Q:
    inside = Q(pk__in=[])
    for code in codes:
        inside |= Q(**{f"{field}__startswith": code})
    return inside
