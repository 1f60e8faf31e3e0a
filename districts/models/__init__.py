"""The register, one module per thing."""

from districts.models.areas import Area
from districts.models.communities import Building, Community, Entrance
from districts.models.history import RegisterChange
from districts.models.homes import ExclusiveUnit, Owner, Ownership
from districts.models.units import ResponsibleUnit

__all__ = [
    "Area",
    "Building",
    "Community",
    "Entrance",
    "ExclusiveUnit",
    "Owner",
    "Ownership",
    "RegisterChange",
    "ResponsibleUnit",
]
