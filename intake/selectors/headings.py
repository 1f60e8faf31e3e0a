"""What an office's headings meant in its earlier tables."""

from __future__ import annotations

from django.db.models import QuerySet

from intake.models import Heading


def remembered(area_code: str, kind: str) -> dict[str, str]:
    """Words of a heading → key of the column, "" for one that is left out (one query)."""
    return dict(headings(area_code, kind).values_list("words", "key"))


def headings(area_code: str, kind: str) -> QuerySet[Heading]:
    """The same with who remembered it, in the order of the words."""
    return Heading.objects.filter(area_code=area_code, kind=kind).select_related("remembered_by")
