"""The standard list of sources, present in every district that books money."""

from __future__ import annotations

from common.area_codes import district_of
from funding.models import Source
from funding.rules.sources import STANDARD
from renovation.models import Project


def ensure_sources(area_code: str) -> list[Source]:
    """The district's sources in the order of returns, created where missing; repeatable.

    Any code inside the district will do. No right is asked and nothing is audited: the list is
    fixed by the product, like a table of units.
    """
    code = district_of(area_code)
    found = {row.kind: row for row in Source.objects.filter(area_code=code)}
    Source.objects.bulk_create(
        [
            Source(area_code=code, kind=row.kind, name=row.name, payer=row.payer, position=position)
            for position, row in enumerate(STANDARD, 1)
            if row.kind not in found
        ],
        ignore_conflicts=True,
    )
    return list(Source.objects.filter(area_code=code).order_by("position"))


def source_of(area_code: str, kind: str) -> Source:
    """The district's source of that kind; KeyError for a kind that is not on the list."""
    for row in ensure_sources(area_code):
        if row.kind == kind:
            return row
    raise KeyError(kind)


def residents_source(project: Project) -> Source:
    """The source that households pay into."""
    return source_of(project.area_code, "residents")
