"""The design in short, as it stands on every household's paper: contents, estimate, who pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from common.errors import DomainError
from funding.models import Determination
from renovation.models import ContentItem, Project
from renovation.selectors.catalogue import catalogue_of


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one level, in the policy's order, and what they are estimated to cost (元)."""

    name: str
    items: tuple[str, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Design:
    """What the owners are asked about. `payers` is empty until somebody has reckoned it (元)."""

    scale: str
    groups: tuple[Group, ...]
    total: Decimal
    payers: tuple[tuple[str, Decimal], ...]


def design_of(project: Project, on: date) -> Design | None:
    """The chosen contents by level; None before any is chosen."""
    items = list(ContentItem.objects.filter(project=project).order_by("level", "pk"))
    if not items:
        return None
    order, names = _levels(project, on)
    items.sort(key=lambda item: order.get(item.level, len(order)))
    groups = []
    for level, rows in groupby(items, key=lambda item: item.level):
        mine = list(rows)
        amount = sum((item.estimate for item in mine), Decimal(0))
        groups.append(Group(names.get(level, level), tuple(item.name for item in mine), amount))
    return Design(
        scale=f"{project.buildings} 栋 {project.households} 户，{project.floor_area:,.2f} ㎡",
        groups=tuple(groups),
        total=sum((group.amount for group in groups), Decimal(0)),
        payers=_payers(project),
    )


def standing(project_id: int) -> Determination | None:
    """The confirmed determination in force, the latest stage first."""
    rows = Determination.objects.filter(project=project_id, live=True, confirmed_at__isnull=False)
    return rows.order_by("-pk").first()


def _levels(project: Project, on: date) -> tuple[dict[str, int], dict[str, str]]:
    try:
        levels = catalogue_of(project, on).levels
    except DomainError:
        return {}, {}
    keys = {level.key: place for place, level in enumerate(levels)}
    return keys, {level.key: level.name for level in levels}


def _payers(project: Project) -> tuple[tuple[str, Decimal], ...]:
    row = standing(project.pk)
    if row is None:
        return ()
    return tuple((line.name, line.amount) for line in row.lines.filter(amount__gt=0))
