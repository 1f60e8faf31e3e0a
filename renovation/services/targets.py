"""A target table taken over: what a plan asks of each district or street. Set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from districts.models import Area
from records.services.written import Trail
from renovation.models import Plan, PlanTarget
from renovation.rules.plan_rows import (
    TARGETS,
    AdoptReport,
    PlanRow,
    Source,
    digest,
    figures_as_text,
)
from renovation.selectors.plan_words import origin_of, target_says
from renovation.services.plans import ensure_plan, hold_plans

_WRITTEN = (*TARGETS, "position", "imported", "upload_id", "sheet", "row")


@transaction.atomic
def adopt_targets(
    *,
    by: User,
    on: date,
    area_code: str,
    year: int,
    title: str,
    document_no: str,
    rows: Sequence[PlanRow],
    source: Source,
) -> AdoptReport:
    """Write the rows of a target table; each row's code is that of the place it is about.

    New rows are entered, changed figures written, rows already there change nothing, and places
    that the table does not name keep their targets.
    """
    require(by, Permission.IMPORT_PLAN, on=area_code)
    hold_plans(area_code=area_code)
    plan = ensure_plan(area_code, year, title, document_no, source)
    trail = Trail(source.upload_id)
    new, changed, noted = _sorted(plan, rows, source, trail)
    PlanTarget.objects.bulk_create(new)
    PlanTarget.objects.bulk_update([*changed, *noted], _WRITTEN)
    trail.keep()
    same = len(rows) - len(new) - len(changed)
    report = AdoptReport(plan.pk, len(new), len(changed), same, 0, 0, 0, digest(rows, TARGETS))
    if new or changed:
        record(
            by=by,
            action="plan.adopt_targets",
            on=plan,
            summary=f"{year} 年度任务数：新增 {report.new}、变更 {report.changed}",
            payload={**report.as_dict(), "upload": source.upload_id, "on": on.isoformat()},
        )
    return report


def _sorted(
    plan: Plan, rows: Sequence[PlanRow], source: Source, trail: Trail
) -> tuple[list[PlanTarget], list[PlanTarget], list[PlanTarget]]:
    """New targets, those whose figures change, and those whose printed figures alone do."""
    areas = {area.code: area for area in Area.objects.filter(code__in=[row.code for row in rows])}
    known = {target.area_id: target for target in PlanTarget.objects.filter(plan=plan)}
    new: list[PlanTarget] = []
    changed: list[PlanTarget] = []
    noted: list[PlanTarget] = []
    for row in rows:
        area = areas[row.code]
        target = known.get(area.pk)
        stated = figures_as_text(row.stated, TARGETS)
        place = (row.sheet or source.sheet, row.row)
        if target is None:
            target = PlanTarget(plan=plan, area=area)
            _set(target, row, stated, source)
            trail.entered(target, area.name, target_says(target), place)
            new.append(target)
            continue
        before, origin = target_says(target), origin_of(target)
        if any(Decimal(getattr(target, key)) != row.figures[key] for key in TARGETS):
            changed.append(target)
        elif target.imported != stated:
            noted.append(target)
        else:
            continue
        _set(target, row, stated, source)
        trail.changed(target, area.name, before, target_says(target), place, origin)
    return new, changed, noted


def _set(target: PlanTarget, row: PlanRow, stated: dict[str, str], source: Source) -> None:
    for key in TARGETS:
        value = row.figures[key]
        setattr(target, key, value if key in {"floor_area", "investment"} else int(value))
    target.imported = stated
    target.position, target.row = row.position, row.row
    target.upload_id, target.sheet = source.upload_id, row.sheet or source.sheet
