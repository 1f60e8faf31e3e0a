"""Rows of the register as a bulk edit sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from districts.models import Building, Community, ExclusiveUnit
from districts.models.homes import AREA_SOURCES, KINDS
from districts.rules.editable import OF_BUILDINGS, OF_COMMUNITIES, of_units
from districts.rules.editing import Edit, EditedRow, EditField


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of row that is edited: its fields, and how a row is named and placed."""

    key: str
    noun: str
    fields: tuple[EditField, ...]
    rows: Callable[[], QuerySet[Any]]
    label: Callable[[Any], str]
    community: Callable[[Any], Community]


SUBJECTS = {
    subject.key: subject
    for subject in (
        Subject(
            "communities",
            "个小区",
            OF_COMMUNITIES,
            Community.objects.all,
            lambda row: row.name,
            lambda row: row,
        ),
        Subject(
            "buildings",
            "栋",
            OF_BUILDINGS,
            lambda: Building.objects.select_related("community"),
            lambda row: f"{row.community.name} {row}",
            lambda row: row.community,
        ),
        Subject(
            "homes",
            "套",
            of_units(tuple(KINDS.items()), tuple(AREA_SOURCES.items())),
            lambda: ExclusiveUnit.objects.select_related("building__community", "entrance"),
            lambda row: f"{row.building.community.name} {row.label}",
            lambda row: row.building.community,
        ),
    )
}


def rows_of(subject: Subject, ids: Sequence[int], *, lock: bool = False) -> list[Any]:
    """The rows in the order of their keys; locked against others, when written next. One query."""
    rows = subject.rows().filter(pk__in=ids).order_by("pk")
    return list(rows.select_for_update(of=("self",)) if lock else rows)


def edited_rows(subject: Subject, rows: Iterable[Any], edits: Sequence[Edit]) -> list[EditedRow]:
    """The rows as values, with the edited fields alone."""
    return [
        EditedRow(
            row.pk,
            subject.label(row),
            subject.community(row).pk,
            {edit.field.name: getattr(row, edit.field.name) for edit in edits},
        )
        for row in rows
    ]
