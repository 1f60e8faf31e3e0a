"""Facts that an import wrote taken back, cell by cell, where nobody has changed them since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import require
from accounts.permissions import Permission
from accounts.services import audit
from common.clock import real_now
from districts.models import RegisterChange
from districts.rules.editing import Value, as_text
from districts.selectors.register_rows import TABLES, RegisterRow, RegisterTable, locked
from districts.services.register_facts import Difference, keep_history
from records.rules.undoing import Undoing, UndoReport, Written, weigh
from records.selectors.written import attached, written_by

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def undo_facts(
    *,
    by: User,
    register: str,
    area_code: str,
    upload_id: int,
    reason: str,
    rehearse: bool = False,
) -> UndoReport:
    """Put back what stood before the import; with `rehearse` only say what that would do.

    Communities and buildings that it entered leave if nothing hangs on them.
    """
    require(by, Permission.EDIT_REGISTER, on=area_code)
    table = TABLES[register]
    written = written_by(upload_id).get(table.model._meta.label_lower, [])
    if not rehearse:
        list(locked(table, [one.object_id for one in written]).values_list("pk"))
    rows = {row.pk: row for row in table.rows(area_code)}
    found = _weigh(table, written, rows)
    if rehearse:
        return found.report
    things = {thing.pk: thing for thing in locked(table, list(found.restores))}
    differences = [
        _back(table.model, things[pk], rows[pk], values)
        for pk, values in found.restores.items()
        if values
    ]
    table.model.objects.bulk_update(things.values(), table.facts, batch_size=500)
    keep_history(
        by=by,
        at=real_now(),
        model=table.model,
        differences=differences,
        reason=f"撤销导入：{reason}",
    )
    gone = [one.object_id for one in found.removals]
    table.model.objects.filter(pk__in=gone).delete()
    if differences or gone:
        audit.record(
            by=by,
            action="撤销台账导入",
            on=things[differences[0].row.pk] if differences else by,
            area_code=area_code,
            summary=f"撤销导入，改回 {len(differences)} 行、取消登记 {len(gone)} 行：{reason}",
            payload={"register": register, "upload": upload_id, **found.report.counts()},
        )
    return found.report


def _weigh(
    table: RegisterTable, written: Sequence[Written], rows: Mapping[int, RegisterRow]
) -> Undoing:
    """Facts against what stands; what was entered against all that has come to hang on it."""
    standing = {
        pk: {name: as_text(value) for name, value in row.values.items()} for pk, row in rows.items()
    }
    entered = [one.object_id for one in written if one.before is None]
    busy = attached(table.model, entered, besides=[RegisterChange])
    corrected = RegisterChange.objects.filter(
        subject_kind=table.model._meta.label_lower, subject_id__in=[str(pk) for pk in entered]
    )
    stays = {int(pk): "导入后又有更正" for pk in corrected.values_list("subject_id", flat=True)}
    return weigh(written, standing, {pk: f"已有{words}" for pk, words in busy.items()}, stays)


def _back(model: Any, thing: Any, row: RegisterRow, values: Any) -> Difference:
    """Text of the record back into the field's own kind."""
    before: dict[str, Value] = {name: row.values[name] for name in values}
    after: dict[str, Value] = {}
    for name, text in values.items():
        field = model._meta.get_field(name)
        after[name] = None if field.null and not text else field.to_python(text or "")
        setattr(thing, name, after[name])
    return Difference(row, ("", 0), before, after)
