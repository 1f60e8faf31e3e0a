"""What the register says of the homes of a place, as a roll would say it. Nothing is decrypted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from districts.models import Community, ExclusiveUnit, Ownership
from districts.owner_data import name_digest, number_digest, phone_digest
from districts.rules.owners_said import SaidOwner

Home = tuple[str, str, str, str]
"""Community, building, entrance and room."""


@dataclass(frozen=True, slots=True)
class HomeState:
    """One home: its facts as text by column, its owners as digests, what may be shown of them."""

    name: str
    facts: Mapping[str, str]
    area: Decimal
    area_with_share: Decimal | None
    owners: Mapping[str, str]
    shown: Mapping[str, str]
    imported: Mapping[str, str]
    upload_id: int | None


def homes_of(communities: QuerySet[Community]) -> dict[Home, HomeState]:
    """Every home of the communities by its place; two queries whatever their number."""
    owned: dict[int, list[tuple[str, ...]]] = {}
    parts = Ownership.objects.filter(unit__building__community__in=communities, ends_on=None)
    for unit, *told in parts.order_by("pk").values_list(
        "unit",
        "owner__name_digest",
        "owner__number_digest",
        "owner__phone_digest",
        "share",
        "owner__name_masked",
        "owner__phone_masked",
    ):
        owned.setdefault(unit, []).append(tuple(told))
    units = ExclusiveUnit.objects.filter(building__community__in=communities).order_by("pk")
    found: dict[Home, HomeState] = {}
    for row in units.values_list(
        "pk",
        "building__community__code",
        "building__number",
        "entrance__number",
        "room",
        "floor",
        "kind",
        "area_source",
        "area",
        "area_with_share",
        "imported",
        "upload_id",
    ):
        pk, community, building, entrance, room, floor, kind, source, *rest = row
        entrance = entrance or ""
        facts = {"kind": kind, "area_source": source}
        if floor is not None:
            facts["floor"] = str(floor)
        name = f"{building}号楼" + (f"{entrance}单元" if entrance else "") + room
        found[community, building, entrance, room] = _home(name, facts, owned.get(pk, []), rest)
    return found


def _home(
    name: str, facts: dict[str, str], parts: list[tuple[str, ...]], rest: list[object]
) -> HomeState:
    area, with_share, imported, upload = rest
    shown = {
        "owners": "、".join(part[4] for part in parts),
        "number": "、".join("已登记" if part[1] else "未登记" for part in parts),
        "phone": "、".join(part[5] for part in parts if part[5]),
        "share": "、".join(part[3] for part in parts if part[3]),
    }
    return HomeState(
        name,
        facts,
        area,  # type: ignore[arg-type]
        with_share,  # type: ignore[arg-type]
        told((part[0], part[1], part[2], part[3]) for part in parts),
        shown,
        imported,  # type: ignore[arg-type]
        upload,  # type: ignore[arg-type]
    )


def said(owners: Iterable[SaidOwner]) -> dict[str, str]:
    """The same digests of owners as a list has them."""
    return told(
        (
            name_digest(owner.name),
            number_digest(owner.number),
            phone_digest(owner.phone),
            owner.share,
        )
        for owner in owners
    )


def told(parts: Iterable[tuple[str, str, str, str]]) -> dict[str, str]:
    """Per column one digest over all owners of a home, whatever their order; "" where none has it.

    A part is the digests of name, number and phone, and the share.
    """
    owners = sorted(parts)
    columns = {"number": 1, "phone": 2, "share": 3}
    found = {"owners": _over(part[0] for part in owners)}
    for column, place in columns.items():
        found[column] = _over(f"{part[0]}:{part[place]}" for part in owners if part[place])
    return found


def _over(texts: Iterable[str]) -> str:
    listed = list(texts)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()[:32] if listed else ""
