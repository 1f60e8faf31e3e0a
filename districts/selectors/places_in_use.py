"""What stands in a place: rows of any room that name it or lie inside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet

from accounts.models import AuditEntry
from districts.models import Area

HISTORY: tuple[type[Model], ...] = (AuditEntry,)
"""Tables that only tell what was: they keep no place."""


def in_use(
    areas: Collection[Area],
    *,
    leaving: Mapping[str, Collection[int]],
    besides: Mapping[str, Collection[int]],
) -> dict[int, str]:
    """What stands in these places, in words, by their key; an empty place is missing.

    Every table counts that names a place by its code or by a relation, also those of rooms above.
    Not counted are rows on their way out (`leaving`) and those that go with the place (`besides`),
    by table and key. Two queries a table at most.
    """
    found: dict[int, set[str]] = {}
    for area in areas:
        for rows in _standing(area):
            label = rows.model._meta.label_lower
            apart = {*leaving.get(label, ()), *besides.get(label, ())}
            if rows.exclude(pk__in=apart).exists():
                found.setdefault(area.pk, set()).add(str(rows.model._meta.verbose_name))
    return {key: "、".join(sorted(words)) for key, words in found.items()}


def _standing(area: Area) -> Iterator[QuerySet[Any]]:
    """Per table the rows that name the place or lie inside it."""
    yield Area.objects.filter(code__startswith=area.code).exclude(pk=area.pk)
    for model in apps.get_models():
        if model in HISTORY or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if field.name == "area_code":
                yield model._default_manager.filter(area_code__startswith=area.code)
            elif isinstance(field, ForeignKey) and field.related_model is Area:
                yield model._default_manager.filter(**{field.name: area})
