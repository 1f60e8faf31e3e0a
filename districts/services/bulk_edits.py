"""Setting or clearing fields of many rows: all or none, with a reason, as they were seen."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import require_all
from accounts.permissions import Permission
from accounts.services import audit
from common.area_codes import district_of
from common.errors import Conflict, Problem, Refused
from districts.models import RegisterChange
from districts.rules.editing import (
    Edit,
    EditField,
    RowChange,
    Value,
    as_text,
    basis,
    changes,
    wrong_with,
)
from districts.selectors.editable import Subject, edited_rows, rows_of

if TYPE_CHECKING:
    from accounts.models import User

MOST = 20_000
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit would do: rows looked at, rows that differ, and what it was based on."""

    rows: int
    changed: list[RowChange]
    basis: str

    @property
    def same(self) -> int:
        """Rows that hold these values already."""
        return self.rows - len(self.changed)

    def number(self, name: str) -> int:
        """How many rows differ in this field."""
        return sum(1 for change in self.changed if name in change.after)


def preview(
    *, by: User, on: date, subject: Subject, ids: Sequence[int], edits: Sequence[Edit]
) -> Preview:
    """Look without writing; Refused with everything that stands against the edit."""
    found = rows_of(subject, ids)
    _check(by, on, subject, found, edits)
    rows = edited_rows(subject, found, edits)
    return Preview(len(rows), changes(rows, edits), basis(rows))


@transaction.atomic
def edit_many(
    *,
    by: User,
    on: date,
    at: datetime,
    subject: Subject,
    ids: Sequence[int],
    edits: Sequence[Edit],
    reason: str,
    seen: str,
) -> Preview:
    """Write the edit that was previewed as `seen` (its basis).

    Every old value stays in the history; the trail gets one entry a district with the digest of
    its rows. Conflict when a row was changed, added or taken away since, Refused without a reason.
    """
    found = rows_of(subject, ids, lock=True)
    _check(by, on, subject, found, edits)
    rows = edited_rows(subject, found, edits)
    if basis(rows) != seen:
        raise Conflict(
            Problem("预览之后这些行又有变动，没有写入", "moved", remedy="请重新预览，看过再写入")
        )
    changed = changes(rows, edits)
    problems = [] if reason.strip() else [Problem("请写明原因和依据", "required", "reason")]
    if not changed:
        problems.append(Problem("没有任何改动，所选各行原来就是这样", "unchanged"))
    if problems:
        raise Refused(problems)
    for edit in edits:
        keys = [one.row.key for one in changed if edit.field.name in one.after]
        subject.rows().filter(pk__in=keys).update(**{edit.field.name: edit.value})
    _keep(by, at, subject, found, changed, reason.strip())
    return Preview(len(rows), changed, seen)


def _check(
    by: User, on: date, subject: Subject, rows: Sequence[Any], edits: Sequence[Edit]
) -> None:
    places = {subject.community(row).area_code for row in rows}
    require_all(by, Permission.EDIT_REGISTER, on=places)
    problems = [
        problem for edit in edits if (problem := _value_problem(on, edit.field, edit.value))
    ]
    problems += [
        Problem(f"{edit.field.label}各行不同，一次只能给一行填写", "single", edit.field.name)
        for edit in edits
        if edit.field.single and edit.value != edit.field.empty and len(rows) > 1
    ]
    problems += _shared_problems(rows, edits)
    if not edits:
        problems.append(Problem("每一项都是“不改”，请至少选一项", "unchanged"))
    if not rows:
        problems.append(Problem("一行也没有选", "empty", remedy="请先勾选，或改用全部筛选结果"))
    if len(rows) > MOST:
        words = f"一次最多改 {MOST} 行，请用筛选分几次改"
        problems.append(Problem(words, "too_many"))
    if problems:
        raise Refused(problems)


def _shared_problems(rows: Sequence[Any], edits: Sequence[Edit]) -> list[Problem]:
    """The registered area holds the shared part, so it is never below the unit's own."""
    for edit in edits:
        if edit.field.name == "area_with_share" and isinstance(edit.value, Decimal):
            value = edit.value
            return [
                Problem("含公摊面积小于专有面积", "area", edit.field.name, str(value))
                for row in rows
                if value < row.area
            ][:1]
    return []


def _value_problem(on: date, field: EditField, value: Value) -> Problem | None:
    wrong, expected = wrong_with(field, value, on.year)
    if not wrong:
        return None
    return Problem(f"{field.label}{wrong}", "value", field.name, as_text(value), expected)


def _keep(
    by: User,
    at: datetime,
    subject: Subject,
    rows: Sequence[Any],
    changed: Sequence[RowChange],
    reason: str,
) -> None:
    kind = rows[0]._meta.label_lower
    RegisterChange.objects.bulk_create(
        [
            RegisterChange(
                community_id=one.row.community,
                subject_kind=kind,
                subject_id=str(one.row.key),
                before=dict(one.before),
                after=dict(one.after),
                reason=reason,
                changed_at=at,
                changed_by=by,
            )
            for one in changed
        ],
        batch_size=BATCH,
    )
    communities = {subject.community(row).pk: subject.community(row) for row in rows}
    districts: dict[str, list[RowChange]] = defaultdict(list)
    for one in changed:
        districts[district_of(communities[one.row.community].area_code)].append(one)
    for code, part in sorted(districts.items()):
        names = {name for one in part for name in one.after}
        labels = "、".join(field.label for field in subject.fields if field.name in names)
        audit.record(
            by=by,
            action="批量修改台账",
            on=communities[part[0].row.community],
            area_code=code,
            summary=f"批量修改 {len(part)} {subject.noun}的{labels}：{reason}",
            payload={"subject": kind, "rows": len(part), "sha256": _digest(part)},
        )


def _digest(part: Sequence[RowChange]) -> str:
    body = [[one.row.key, dict(one.before), dict(one.after)] for one in part]
    return hashlib.sha256(repr(body).encode()).hexdigest()
