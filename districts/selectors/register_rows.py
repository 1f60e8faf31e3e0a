"""The registers as a table that comes back sees them: who each row is, and its plain facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from common.names import normalise
from districts.models import Building, Community, ExclusiveUnit
from districts.rules.editing import Value
from districts.rules.rooms import bare

Key = tuple[str, ...]
"""Street's code, community's name, and below it building, entrance and room, folded."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row: all keys that mean it (aliases of its community, too) and its facts."""

    pk: int
    name: str
    street: str
    community: int
    keys: tuple[Key, ...]
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """What a kind of row is called and read by; `facts` are the fields that may come by table."""

    key: str
    model: Any
    facts: tuple[str, ...]
    scope: str
    community: str
    tail: Callable[[Sequence[Any]], Key]
    parts: tuple[str, ...]

    def rows(self, area_code: str) -> list[RegisterRow]:
        """Every row of a place in the order of its keys; one query."""
        to = self.community
        names = ("name", "normalised_name", "aliases", "street__code", "street__name")
        community = [f"{to}{name}" for name in names]
        pk = f"{to.removesuffix('__')}_id" if to else "pk"
        found = (
            self.model.objects.within(area_code)
            .order_by("pk")
            .values_list("pk", pk, *community, *self.parts, *self.facts)
        )
        return [self._row(row) for row in found]

    def _row(self, row: Sequence[Any]) -> RegisterRow:
        pk, community, name, folded, aliases, code, street, *rest = row
        parts, facts = rest[: len(self.parts)], rest[len(self.parts) :]
        tail = self.tail(parts)
        return RegisterRow(
            pk,
            " ".join((name, *tail)),
            street,
            community,
            tuple((code, called, *tail) for called in (folded, *aliases)),
            dict(zip(self.facts, facts, strict=True)),
        )


TABLES = {
    "communities": RegisterTable(
        "communities",
        Community,
        ("built_year", "built_year_proof", "management", "address"),
        "area_code",
        "",
        lambda _parts: (),
        (),
    ),
    "buildings": RegisterTable(
        "buildings",
        Building,
        ("structure", "storeys", "built_year", "floor_area", "households"),
        "community__area_code",
        "community__",
        lambda parts: (bare(parts[0]),),
        ("number",),
    ),
    "homes": RegisterTable(
        "homes",
        ExclusiveUnit,
        ("floor", "kind", "area", "area_source", "area_with_share"),
        "building__community__area_code",
        "building__community__",
        lambda parts: (bare(parts[0]), bare(parts[1] or ""), bare(parts[2])),
        ("building__number", "entrance__number", "room"),
    ),
}


def by_key(rows: Sequence[RegisterRow]) -> dict[Key, RegisterRow]:
    """Rows by every key that means them; a name goes before another's alias."""
    found: dict[Key, RegisterRow] = {}
    for row in rows:
        found[row.keys[0]] = row
    for row in rows:
        for key in row.keys[1:]:
            found.setdefault(key, row)
    return found


def community_key(street_code: str, name: str) -> Key:
    """How a row of a sheet names its community."""
    return street_code, normalise(name)


def locked(table: RegisterTable, keys: Sequence[int]) -> QuerySet[Any]:
    """These rows, held until the transaction ends."""
    rows: QuerySet[Any] = table.model.objects.filter(pk__in=keys).order_by("pk")
    return rows.select_for_update(of=("self",), no_key=True)
