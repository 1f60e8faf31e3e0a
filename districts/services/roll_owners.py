"""The owners of a roll: recognised by number, else by name within the home; entered in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from common.crypto import encrypt
from common.errors import Problem, Refused
from common.names import is_organisation
from districts.models import ExclusiveUnit, Owner, Ownership
from districts.owner_data import name_digest, number_digest, phone_digest, protected
from districts.rules.owners_said import SaidOwner
from districts.rules.roll_rows import OWNERS, RollRow
from districts.services.identity import doubtful_among
from records.copying import insert_rows, update_rows
from records.services.written import Trail

ASKED = 5000
Pairs = Sequence[tuple[ExclusiveUnit, RollRow]]
Owned = list[list[Any]]
"""Owners of a home: [id, masked name] each."""
T = TypeVar("T")
_TOLD = ("phone", "phone_digest", "phone_masked", "number", "number_digest")


def some_of(items: Sequence[T], size: int = ASKED) -> Iterator[Sequence[T]]:
    """The items in portions that one query can ask for."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def owners_by_number(numbers: Iterable[str]) -> dict[str, Owner]:
    """Known owners by the digest of their number; one query for every few thousand."""
    digests = sorted({digest for number in numbers if (digest := number_digest(number))})
    found: dict[str, Owner] = {}
    for some in some_of(digests):
        found |= {row.number_digest: row for row in Owner.objects.filter(number_digest__in=some)}
    return found


class OwnersWriter:
    """Gathers whom the homes of a roll belong to, and writes it set-wise; the service has asked."""

    def __init__(self, on: date, trail: Trail) -> None:
        self.on, self.trail = on, trail
        self._fresh: list[Owner] = []
        self._mended: dict[int, Owner] = {}
        self._known: dict[str, Owner] = {}
        self._joining: list[Ownership] = []
        self._leaving: list[Ownership] = []
        self._shared: list[Ownership] = []

    @property
    def entered(self) -> int:
        """How many owners were new to the register."""
        return len(self._fresh)

    @property
    def left(self) -> int:
        """How many parts ended."""
        return len(self._leaving)

    def doubtful(self) -> int:
        """How many new owners bear another's name, without a number to tell them apart."""
        return len(doubtful_among(self._fresh)) if self._fresh else 0

    def write(self, pairs: Pairs) -> dict[int, tuple[Owned, Owned]]:
        """Write the owners of every home whose row brings them; before and after, by home."""
        touched = [
            (unit, row)
            for unit, row in pairs
            if row.owners and (row.taken is None or row.taken & set(OWNERS))
        ]
        self._known = owners_by_number(owner.number for _, row in touched for owner in row.owners)
        self._refuse_other_names(touched)
        live = self._live([unit for unit, row in touched if row.taken is not None])
        settled = [(unit, row, live.get(unit.pk, [])) for unit, row in touched]
        for unit, row, parts in settled:
            self._settle(unit, row, parts)
        insert_rows(self._fresh)
        update_rows(list(self._mended.values()), _TOLD)
        insert_rows(self._joining)
        update_rows(self._leaving, ["ends_on"])
        update_rows(self._shared, ["share"])
        return self._told(live)

    def _live(self, units: Sequence[ExclusiveUnit]) -> dict[int, list[Ownership]]:
        found: dict[int, list[Ownership]] = {}
        for some in some_of([unit.pk for unit in units]):
            rows = Ownership.objects.filter(unit__in=some, ends_on=None).select_related("owner")
            for part in rows.order_by("pk"):
                found.setdefault(part.unit_id, []).append(part)
        return found

    def _refuse_other_names(self, touched: Pairs) -> None:
        problems = []
        for _, row in touched:
            for owner in row.owners:
                there = self._known.get(number_digest(owner.number)) if owner.number else None
                if there and there.name_digest != name_digest(owner.name):
                    words = f"证件号已登记在“{there.name_masked}”名下，与所填姓名不同"
                    problems.append(
                        Problem(
                            words, "owner_differs", f"第 {row.row} 行", remedy="请核对姓名和证件号"
                        )
                    )
        if problems:
            raise Refused(problems)

    def _settle(self, unit: ExclusiveUnit, row: RollRow, parts: Sequence[Ownership]) -> None:
        """Who stays (told more, perhaps), who leaves, who joins one home."""
        mine = {part.owner.name_digest: part for part in parts}
        moves = row.taken is None or bool(row.taken & {"owners", "number"})
        named, before = set(), len(self._joining)
        for said in row.owners:
            name = name_digest(said.name)
            named.add(name)
            part = mine.get(name)
            other = self._known.get(number_digest(said.number)) if said.number else None
            if part is not None and _another(part.owner, said, other):
                part = None
            if part is not None:
                self._tell(part.owner, said, row)
                if said.share and part.share != said.share:
                    part.share = said.share
                    self._shared.append(part)
            elif moves or name in mine:
                self._join(unit, said)
        if moves:
            self._leave(parts, named, self._joining[before:])

    def _leave(
        self, parts: Sequence[Ownership], named: set[str], joining: Sequence[Ownership]
    ) -> None:
        """Part with those whom the row does not name, or whose place one of their name takes."""
        joined = {part.owner.name_digest for part in joining}
        for part in parts:
            digest = part.owner.name_digest
            if digest not in named or digest in joined:
                part.ends_on = self.on
                self._leaving.append(part)

    def _join(self, unit: ExclusiveUnit, said: SaidOwner) -> None:
        digest = number_digest(said.number)
        owner = self._known.get(digest) if digest else None
        if owner is None:
            kind = "company" if is_organisation(said.name) else "person"
            owner = Owner(
                **protected(name=said.name, phone=said.phone, number=said.number, kind=kind)
            )
            self._fresh.append(owner)
            if digest:
                self._known[digest] = owner
        if any(part.unit is unit and part.owner is owner for part in self._joining[-9:]):
            return
        self._joining.append(Ownership(unit=unit, owner=owner, share=said.share, starts_on=self.on))

    def _tell(self, owner: Owner, said: SaidOwner, row: RollRow) -> None:
        """What the row tells of an owner who is there: another phone, a number not known before."""
        phone = said.phone and phone_digest(said.phone) != owner.phone_digest
        number = number_digest(said.number) and not owner.number_digest
        if not (phone or number):
            return
        before = {"phone": owner.phone_digest, "number": owner.number_digest}
        sealed = {"phone": encrypt(owner.phone), "number": encrypt(owner.number)}
        told = protected(
            name=owner.name,
            phone=said.phone or owner.phone,
            number=said.number if number else owner.number,
            kind=owner.kind,
        )
        for key in _TOLD:
            setattr(owner, key, told[key])
        after = {"phone": owner.phone_digest, "number": owner.number_digest}
        self._mended[owner.pk] = owner
        if number:
            self._known[owner.number_digest] = owner
        self.trail.changed(owner, owner.name_masked, before, after, row.at, sealed)

    def _told(self, live: Mapping[int, Sequence[Ownership]]) -> dict[int, tuple[Owned, Owned]]:
        """Owners before and after, of homes whose owners moved."""
        gone = {part.pk for part in self._leaving}
        joined: dict[int, Owned] = {}
        for part in self._joining:
            joined.setdefault(part.unit_id, []).append([part.owner_id, part.owner.name_masked])
        found = {}
        for unit in joined.keys() | {part.unit_id for part in self._leaving}:
            parts = live.get(unit, [])
            had = [[part.owner_id, part.owner.name_masked] for part in parts]
            stay = [
                [part.owner_id, part.owner.name_masked] for part in parts if part.pk not in gone
            ]
            found[unit] = had, stay + joined.get(unit, [])
        return found


def _another(owner: Owner, said: SaidOwner, known: Owner | None) -> bool:
    """Whether the row means somebody else of the same name: the numbers tell them apart."""
    if known is not None:
        return known.pk != owner.pk
    return bool(number_digest(said.number) and owner.number_digest)
