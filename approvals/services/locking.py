"""Locks in one order: the project's row first, then the thing's own.

A step that is being completed holds the project's row while its gates are read. Whoever changes
what gates read (a tally, an objection, an opinion, a signature) takes the same row first, so the
two follow each other and neither sees half of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

from common.errors import OutOfScope
from renovation.models import Project

M = TypeVar("M", bound=Model)


def lock_projects(keys: Sequence[int]) -> list[Project]:
    """The projects' rows, in the order of their keys, so that no two wait for each other."""
    rows = Project.objects.filter(pk__in=keys).select_related("community").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def locked(model: type[M], pk: int) -> M:
    """The row with its project and pinned version; row and project locked till the end (one query).

    PostgreSQL locks in the order named in `of`.
    """
    rows = model._default_manager.select_for_update(of=("project", "self"))
    rows = rows.select_related("project", "pin__version__policy")
    heavy = ("pin__version__content", "pin__version__cases")
    found = rows.defer(*heavy).filter(pk=pk).first()
    if found is None:
        raise OutOfScope("没有找到，或不在您的管辖范围内。")
    return found
