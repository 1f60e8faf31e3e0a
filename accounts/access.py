"""What a person may see and do: scope first, then the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.db.models import Q

from accounts.permissions import GRANTS, UNIT_BOUND, Permission, Role
from common.area_codes import within
from common.errors import NotAllowed, OutOfScope

if TYPE_CHECKING:
    from accounts.models import User


@runtime_checkable
class Placed(Protocol):
    """Anything that lies somewhere: its area code, and the units that lead or support it."""

    @property
    def area_code(self) -> str: ...


ELSEWHERE = "没有找到，或不在您的管辖范围内。"
NO_RIGHT = "您没有办理这一事项的权限，请联系本单位系统管理员。"
IN_PART = "这一事项涉及几个小区，您只管其中一部分；整体的由管辖全部小区的单位（区县）办理。"


@dataclass(frozen=True, slots=True)
class Grant:
    """One assignment in force: a role at a place, perhaps on behalf of a unit."""

    role: Role
    area_code: str
    unit_code: str

    @property
    def unit_bound(self) -> bool:
        """Whether it reaches only what its unit leads or supports."""
        return self.role in UNIT_BOUND

    def reaches(self, area_code: str, unit_codes: Iterable[str]) -> bool:
        """Whether a thing at this place, worked by these units, lies in scope."""
        if self.unit_bound:
            return bool(self.unit_code) and self.unit_code in unit_codes
        return within(area_code, self.area_code)

    def allows(self, permission: Permission) -> bool:
        """Whether the role holds the right."""
        return permission in GRANTS[self.role]


@dataclass(frozen=True, slots=True)
class Access:
    """All grants of a person today."""

    grants: tuple[Grant, ...]

    def has(self, permission: Permission) -> bool:
        """Whether any grant holds the right, wherever."""
        return any(grant.allows(permission) for grant in self.grants)

    def rights(self) -> frozenset[Permission]:
        """Every right held today, wherever."""
        return frozenset().union(*(GRANTS[grant.role] for grant in self.grants))

    def roles(self) -> frozenset[Role]:
        """The roles held today."""
        return frozenset(grant.role for grant in self.grants)

    def unit_codes(self) -> frozenset[str]:
        """The units on whose behalf the person acts."""
        return frozenset(grant.unit_code for grant in self.grants if grant.unit_code)

    def area_codes(self) -> frozenset[str]:
        """The places seen whole."""
        return frozenset(grant.area_code for grant in self.grants if not grant.unit_bound)

    def home_code(self) -> str:
        """The place that the frame names: of the first grant, "" for nobody."""
        return self.grants[0].area_code if self.grants else ""

    def scope(self, area_path: str, units_path: str = "") -> Q:
        """The filter of rows in scope; `units_path` names an array of unit codes, if any."""
        condition = Q(pk__in=[])
        for code in self.area_codes():
            condition |= Q(**{f"{area_path}__startswith": code})
        bound = [grant.unit_code for grant in self.grants if grant.unit_bound and grant.unit_code]
        if bound and units_path:
            condition |= Q(**{f"{units_path}__overlap": bound})
        return condition


def can(by: User, permission: Permission, on: Placed | str | None = None) -> bool:
    """Whether `require` would pass; for showing or hiding a button."""
    try:
        require(by, permission, on=on)
    except (NotAllowed, OutOfScope):
        return False
    return True


def can_in_part(by: User, permission: Permission, on: Placed) -> bool:
    """Whether `require_in_part` would pass."""
    try:
        require_in_part(by, permission, on=on)
    except (NotAllowed, OutOfScope):
        return False
    return True


def require(by: User, permission: Permission, *, on: Placed | str | None = None) -> None:
    """The first line of every service.

    `on` is an area code or a thing with `area_code` (and `unit_codes`, if units work on it); None
    asks for the right anywhere. A thing that lies in several places (`area_codes`) is in scope with
    any of them, but asks for the right in all. Raises OutOfScope (404) outside the scope,
    NotAllowed (403) inside.
    """
    if on is None:
        if not by.access.has(permission):
            raise NotAllowed(NO_RIGHT)
        return
    held = _held(by, permission, on)
    if not all(held):
        raise NotAllowed(IN_PART if any(held) else NO_RIGHT)


def require_in_part(by: User, permission: Permission, *, on: Placed) -> None:
    """As `require`, content with the right in one of the places of a thing that lies in several.

    What is done then concerns that part alone: whoever asks takes only the rows in scope.
    """
    if not any(_held(by, permission, on)):
        raise NotAllowed(NO_RIGHT)


def require_any(by: User, permission: Permission, *, on: Iterable[Placed]) -> None:
    """Content with one of several things in scope, and the right there; else OutOfScope."""
    if not any(can(by, permission, on=thing) for thing in on):
        raise OutOfScope(ELSEWHERE)


def _held(by: User, permission: Permission, on: Placed | str) -> list[bool]:
    """Place by place, whether the right is held there; OutOfScope where none is in scope."""
    codes, units = _places(on)
    reaching = [[grant for grant in by.access.grants if grant.reaches(c, units)] for c in codes]
    if not any(reaching):
        raise OutOfScope(ELSEWHERE)
    return [any(grant.allows(permission) for grant in grants) for grants in reaching]


def _places(on: Placed | str) -> tuple[list[str], Iterable[str]]:
    """Where a thing lies, and the units that work on it."""
    if isinstance(on, str):
        return [on], ()
    return getattr(on, "area_codes", None) or [on.area_code], getattr(on, "unit_codes", ())


def require_all(by: User, permission: Permission, *, on: Iterable[Placed | str]) -> None:
    """Set-wise `require`: refuses the whole when one thing is refused."""
    require(by, permission)
    for thing in on:
        require(by, permission, on=thing)
