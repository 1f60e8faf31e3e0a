"""Stored money recomputed by another path: what does not agree is named, nothing is changed.

The paths differ on purpose. Splits are checked by what a largest-remainder split must satisfy, not
by splitting again; sums by reading every row in Python, where the pages let the database add.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from funding.models import Determination
from funding.services.verifying_books import Found, of_flows, of_ledger
from funding.services.verifying_shares import of_determination
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that does not come out as stored."""

    project: str
    what: str
    stored: str
    computed: str


def verify(projects: QuerySet[Project]) -> Iterator[Difference]:
    """Every difference in these projects, project by project."""
    for project in projects.iterator(chunk_size=200):
        for what, stored, computed in _project(project):
            yield Difference(project.code, what, stored, computed)


def _project(project: Project) -> Iterator[Found]:
    for row in Determination.objects.filter(project=project):
        yield from of_determination(row)
    yield from of_ledger(project)
    yield from of_flows(project)
