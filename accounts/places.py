"""Names of areas and units, which live on a floor above: asked through the setting PLACE_NAMES.

The setting names a module with the four functions of `PlaceNames`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from accounts.models import Assignment

DEFAULT_NAMES = "districts.selectors.place_names"


class PlaceNames(Protocol):
    """What the floor above answers; each is one query."""

    def areas(self, codes: Iterable[str]) -> Mapping[str, str]:
        """Names by code of the areas that there are."""

    def units(self, codes: Iterable[str]) -> Mapping[str, str]:
        """Names by code of the units that there are."""

    def areas_below(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """(code, name) of these areas and those inside them, in the order of their codes."""

    def units_below(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        """(code, name) of the units of these areas and of those inside them."""


def place_names() -> PlaceNames:
    """The module that knows the names."""
    module = import_module(getattr(settings, "PLACE_NAMES", DEFAULT_NAMES))
    return cast("PlaceNames", module)


def names_of(rows: Iterable[Assignment]) -> dict[str, Mapping[str, str]]:
    """{area_names, unit_names} for a page of assignments; two queries whatever their number."""
    held, known = list(rows), place_names()
    return {
        "area_names": known.areas({row.area_code for row in held}),
        "unit_names": known.units({row.unit_code for row in held if row.unit_code}),
    }
