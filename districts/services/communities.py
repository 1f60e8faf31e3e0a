"""Entering communities into the register, one by one or set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import require, require_all
from accounts.permissions import Permission
from accounts.services import audit
from common.errors import Problem, Refused
from common.names import normalise, sort_key
from districts.models import Area, Community
from districts.selectors.communities import Key, find_communities
from records.copying import insert_rows
from records.models import Serial

if TYPE_CHECKING:
    from accounts.models import User


EARLIEST = 1900


@dataclass(frozen=True, slots=True)
class NewCommunity:
    """What a plan line tells about a community."""

    street_code: str
    name: str
    demo: bool = False


@transaction.atomic
def register_community(  # noqa: PLR0913  one argument for each thing the form asks
    *,
    by: User,
    on: date,
    street: Area,
    name: str,
    neighbourhood: Area | None = None,
    address: str = "",
    built_year: int | None = None,
    built_year_proof: str = "",
    management: str = "",
    aliases: Sequence[str] = (),
    demo: bool = False,
) -> Community:
    """Enter one community; Refused when its name or an alias is taken in the street."""
    require(by, Permission.EDIT_REGISTER, on=street)
    problems = _problems(on, street, name, neighbourhood, built_year)
    taken = find_communities((street.code, text) for text in (name, *aliases))
    for (_, text), other in taken.items():
        problems.append(Problem("该街道已有此名称的小区", "taken", "name", text, other.name))
    if problems:
        raise Refused(problems)
    row = _row(street, name, _take_numbers(street.code, 1)[0], demo=demo)
    row.neighbourhood = neighbourhood
    row.area_code = neighbourhood.code if neighbourhood else street.code
    row.address, row.management = address.strip(), management.strip()
    row.built_year, row.built_year_proof = built_year, built_year_proof.strip()
    row.aliases = sorted({normalise(alias) for alias in aliases})
    row.save()
    audit.record(by=by, action="登记小区", on=row, summary=f"登记小区 {row.name}（{row.code}）")
    return row


@transaction.atomic
def ensure_communities(*, by: User, on: date, rows: Sequence[NewCommunity]) -> dict[Key, Community]:
    """Find communities by name or alias, enter the rest; set-wise, with one entry in the trail.

    Answers by (street code, normalised name). Raises Refused naming every unknown street.
    """
    require_all(by, Permission.EDIT_REGISTER, on={row.street_code for row in rows})
    # Held until the commit: two imports of one street enter its communities one after the other.
    locked = Area.objects.select_for_update(no_key=True).order_by("code")
    streets = {area.code: area for area in locked.filter(code__in={r.street_code for r in rows})}
    problems = [
        Problem("街道没有登记", "street", value=code)
        for code in sorted({row.street_code for row in rows} - streets.keys())
    ]
    if problems:
        raise Refused(problems)
    found = find_communities((row.street_code, row.name) for row in rows)
    wanted = {(row.street_code, normalise(row.name)): row for row in rows}
    fresh = [row for key, row in wanted.items() if key not in found]
    made: list[Community] = []
    for code in sorted({row.street_code for row in fresh}):
        here = [row for row in fresh if row.street_code == code]
        numbers = _take_numbers(code, len(here))
        made += [
            _row(streets[code], row.name, number, demo=row.demo)
            for row, number in zip(here, numbers, strict=True)
        ]
    insert_rows(made)
    if made:
        codes = [row.code for row in made]
        words = f"登记小区 {len(made)} 个"
        audit.record(by=by, action="登记小区", on=made[0], summary=words, payload={"codes": codes})
    return found | {(row.street.code, row.normalised_name): row for row in made}


@transaction.atomic
def add_alias(*, by: User, on: date, community: Community, alias: str) -> Community:
    """Another name that people use for it; Refused when it names another community there."""
    require(by, Permission.EDIT_REGISTER, on=community)
    row = Community.objects.select_for_update().get(pk=community.pk)
    text = normalise(alias)
    if not text:
        raise Refused(Problem("请填写别名", "required", "alias"))
    if find_communities([(row.street.code, text)]):
        raise Refused(Problem("该街道已有此名称的小区", "taken", "alias", alias))
    row.aliases = sorted({*row.aliases, text})
    row.save(update_fields=["aliases"])
    audit.record(by=by, action="登记别名", on=row, summary=f"{row.name} 别名 {text}")
    return row


def _problems(
    on: date, street: Area, name: str, neighbourhood: Area | None, built_year: int | None
) -> list[Problem]:
    found = []
    if not normalise(name):
        found.append(Problem("请填写小区名称", "required", "name"))
    if street.level != "street":
        found.append(Problem("请选街道（乡镇）", "level", "street", street.name))
    if neighbourhood is not None and not neighbourhood.code.startswith(street.code):
        found.append(
            Problem("社区不在所选街道内", "neighbourhood", "neighbourhood", neighbourhood.name)
        )
    if built_year is not None and not EARLIEST <= built_year <= on.year:
        found.append(
            Problem(
                "建成年份不合理",
                "built_year",
                "built_year",
                str(built_year),
                f"{EARLIEST} 至 {on.year}",
            )
        )
    return found


def _row(street: Area, name: str, number: int, *, demo: bool) -> Community:
    return Community(
        code=f"{street.code}-{number:04d}",
        name=normalise(name),
        normalised_name=normalise(name),
        sort_key=sort_key(name),
        street=street,
        area_code=street.code,
        demo=demo,
    )


def _take_numbers(street_code: str, count: int) -> range:
    series = f"community:{street_code}"
    Serial.objects.get_or_create(series=series)
    row = Serial.objects.select_for_update().get(series=series)
    first, row.last = row.last + 1, row.last + count
    row.save(update_fields=["last"])
    return range(first, row.last + 1)
