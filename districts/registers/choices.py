"""What the filters of registers offer: streets in scope, and what is written in free columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, QuerySet, Value

from districts.models import Area, Building

if TYPE_CHECKING:
    from accounts.models import User

KNOWN = [("yes", "已登记"), ("no", "未登记")]


def select(name: str, label: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    """One filter of the bar."""
    return {"name": name, "label": label, "options": options}


def streets(user: User) -> list[tuple[str, str]]:
    """Code and name of every street in scope; one query."""
    rows = Area.objects.visible_to(user).filter(level="street").order_by("code")
    return list(rows.values_list("code", "name"))


def streets_and_structures(
    user: User,
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Streets in scope, and the structures that buildings there are entered with; one query."""
    places: QuerySet[Any] = Area.objects.visible_to(user).filter(level="street").order_by()
    buildings: QuerySet[Any] = (
        Building.objects.visible_to(user).exclude(structure="").order_by().distinct()
    )
    blank = Value("", output_field=CharField())
    rows = places.values_list("code", "name").union(buildings.values_list(blank, "structure"))
    found = sorted(rows)
    return (
        [(code, name) for code, name in found if code],
        [(name, name) for code, name in found if not code],
    )
