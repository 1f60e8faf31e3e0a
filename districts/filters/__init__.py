"""Filters of register lists, for pages and REST alike; one module per thing."""

from districts.filters.buildings import BuildingFilter
from districts.filters.communities import CommunityFilter
from districts.filters.homes import UnitFilter
from districts.filters.places import AreaFilter, ResponsibleUnitFilter

__all__ = [
    "AreaFilter",
    "BuildingFilter",
    "CommunityFilter",
    "ResponsibleUnitFilter",
    "UnitFilter",
]
