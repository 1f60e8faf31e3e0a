"""What may be renovated as a policy states it: units, levels of contents, the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from policies.rules.procedure_model import (
    Clauses,
)


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A unit as this policy calls it; publishing binds it to a responsible unit of the place.

    `kind`: lead (牵头), department, utility, district, street, neighbourhood, owners or other. A
    street or neighbourhood is the one the project lies in, a district unit the one of that key in
    the project's county or district (a city's policy works through those of its districts); owners
    and other are parties without an account: none of these is bound.
    """

    key: str
    name: str
    kind: str
    duty: str = ""
    clauses: Clauses = ()

    @property
    def bound(self) -> bool:
        """Whether publishing asks for a responsible unit of the place."""
        return self.kind in {"lead", "department", "utility"}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of contents in the policy's own words, such as 基础类."""

    key: str
    name: str
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A thing that may be renovated. `key` is aspect + level + code; `must` marks 必改项.

    `unit` and `quantity` are those of the scheme's own bill of quantities, where it has one.
    """

    key: str
    name: str
    aspect: str
    level: str
    tags: frozenset[str] = frozenset()
    code: str = ""
    must: bool = False
    clauses: Clauses = ()
    unit: str = ""
    quantity: Decimal | None = None
