"""An imported target table taken back. Set-wise."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from records.rules.undoing import UndoReport, together, weigh
from records.selectors.written import written_by
from renovation.models import Plan, PlanLine, PlanTarget
from renovation.rules.plan_rows import TARGETS
from renovation.selectors.plan_words import put_back, target_says
from renovation.services.plan_heads import put_words_back, weigh_plans
from renovation.services.plans import hold_plans

_TARGET = (*TARGETS, "position", "imported", "upload_id", "sheet", "row")


@transaction.atomic
def undo_targets(
    *,
    by: User,
    on: date,
    area_code: str,
    year: int,
    upload_id: int,
    reason: str,
    rehearse: bool = False,
) -> UndoReport:
    """Take back what one import wrote to the targets of a plan; `rehearse` only says what."""
    require(by, Permission.IMPORT_PLAN, on=area_code)
    if not rehearse:
        hold_plans(area_code=area_code)
    written = written_by(upload_id)
    rows = PlanTarget.objects.filter(plan__area_code=area_code, plan__year=year).in_bulk()
    targets = weigh(
        written.get(PlanTarget._meta.label_lower, []),
        {pk: target_says(row) for pk, row in rows.items()},
    )
    gone = [one.object_id for one in targets.removals]
    left = (PlanLine.objects.all(), PlanTarget.objects.exclude(pk__in=gone))
    plans = weigh_plans(written.get(Plan._meta.label_lower, []), *left)
    report = together([targets.report, plans.report])
    if rehearse:
        return report
    plan = Plan.objects.filter(area_code=area_code, year=year).first()
    PlanTarget.objects.filter(pk__in=gone).delete()
    for pk, values in targets.restores.items():
        put_back(rows[pk], {**values, **targets.origins[pk]})
    PlanTarget.objects.bulk_update([rows[pk] for pk in targets.restores], _TARGET)
    put_words_back(plans)
    record(
        by=by,
        action="plan.undo_targets",
        on=plan or by,
        area_code=area_code,
        summary=f"撤销 {year} 年度任务数的一次导入：{reason}",
        payload={**report.counts(), "upload": upload_id, "on": on.isoformat()},
    )
    return report
