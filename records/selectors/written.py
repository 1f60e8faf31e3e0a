"""Reading back what imports wrote, and what has come to hang on those rows since."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, ForeignObjectRel, Max, Model, OuterRef

from records.models import WrittenRow
from records.rules.undoing import Written


def written_by(upload_id: int) -> dict[str, list[Written]]:
    """Everything that one import wrote, by table, in the order of writing; one query."""
    found: dict[str, list[Written]] = {}
    for row in WrittenRow.objects.filter(upload_id=upload_id).order_by("pk").iterator():
        found.setdefault(row.table, []).append(_written(row))
    return found


def written_from(upload_id: int, sheet: str, number: int) -> list[Written]:
    """What was written from one row of a file, in the order of writing; one query."""
    rows = WrittenRow.objects.filter(upload_id=upload_id, sheet=sheet, row=number)
    return [_written(row) for row in rows.order_by("pk")]


def _written(row: WrittenRow) -> Written:
    return Written(
        row.table,
        row.object_id,
        row.name,
        row.before,
        row.after,
        row.sheet,
        row.row,
        row.origin,
    )


def written_after(upload_id: int, among: Collection[int]) -> list[int]:
    """Which of the other imports wrote to the same rows after this one, the latest first."""
    mine = WrittenRow.objects.filter(upload_id=upload_id)
    last = mine.aggregate(last=Max("pk"))["last"] or 0
    same = mine.filter(table=OuterRef("table"), object_id=OuterRef("object_id"))
    rows = (
        WrittenRow.objects.filter(upload_id__in=[pk for pk in among if pk != upload_id])
        .filter(Exists(same))
        .order_by()
        .values("upload_id")
        .annotate(last=Max("pk"))
        .filter(last__gt=last)
        .order_by("-last")
    )
    return [row["upload_id"] for row in rows]


def attached(
    model: type[Model], ids: Collection[int], *, besides: Iterable[type[Model]] = ()
) -> dict[int, str]:
    """What hangs on rows of a model, in words, by row; one query per kind of thing.

    Every relation counts, also those of rooms above; `besides` leaves kinds out. A row that is
    missing from the answer has nothing.
    """
    left_out = set(besides)
    words: dict[int, list[str]] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        if not ids or not isinstance(relation, ForeignObjectRel):
            continue
        if other is None or other in left_out:
            continue
        name = relation.field.name
        rows = other._default_manager.filter(**{f"{name}__in": ids})
        for pk in rows.order_by().values_list(f"{name}__pk", flat=True).distinct():
            words.setdefault(pk, []).append(str(other._meta.verbose_name))
    return {pk: "、".join(sorted(set(found))) for pk, found in words.items()}


def last_written(table: str) -> dict[int, dict[str, str | None]]:
    """What imports last wrote to the rows of a table, by row and key; one query."""
    found: dict[int, dict[str, str | None]] = {}
    rows = WrittenRow.objects.filter(table=table).order_by("pk")
    for key, after in rows.values_list("object_id", "after").iterator():
        found.setdefault(key, {}).update(after)
    return found
