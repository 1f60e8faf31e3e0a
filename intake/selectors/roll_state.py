"""The homes of the register as the other side of a roll."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db.models import QuerySet

from districts.models import Community
from districts.selectors.roll_state import HomeState, homes_of
from intake.models import Upload
from intake.rules.state import Key, LineState, SheetState, Value

FIGURES = ("area", "area_with_share")


def roll_state(communities: QuerySet[Community]) -> SheetState:
    """The homes of the communities by their places; four queries whatever their number.

    Owners are compared by digests, so nothing is decrypted.
    """
    homes = homes_of(communities)
    names = dict(communities.values_list("code", "name"))
    uploads = {home.upload_id for home in homes.values() if home.upload_id}
    dates = dict(Upload.objects.filter(pk__in=uploads).values_list("pk", "committed_at"))
    lines: dict[Key, LineState] = {}
    hashed = hashlib.sha256()
    for key, home in homes.items():
        now = _now(home)
        lines[key] = LineState(
            name=home.name,
            street=names[key[0]] if len(names) > 1 else "",
            now=now,
            last=_last(home),
            imported_at=dates.get(home.upload_id or 0),
            shown=home.shown,
        )
        hashed.update(repr((key, *map(str, now.values()), *home.imported.items())).encode())
    return SheetState(lines, tuple(lines), hashed.hexdigest())


def _now(home: HomeState) -> dict[str, Value]:
    """What stands; "" where nothing does, so that the file may say it first."""
    facts: dict[str, Value] = {"floor": "", **home.facts, **home.owners, "area": home.area}
    return facts | {"area_with_share": "" if home.area_with_share is None else home.area_with_share}


def _last(home: HomeState) -> dict[str, Value]:
    """What the last roll said; nothing stood there where nothing was said and nothing stands."""
    said: dict[str, Value] = {
        key: Decimal(text) if key in FIGURES else text for key, text in home.imported.items()
    }
    empty = {key: "" for key, value in _now(home).items() if value == ""}
    return {**empty, **said}
