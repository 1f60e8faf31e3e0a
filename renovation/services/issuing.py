"""A plan is issued: its document, and the days by which all starts and all is accepted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from renovation.models import Plan
from renovation.services.plans import hold_plans


@transaction.atomic
def issue_plan(
    *,
    by: User,
    plan: Plan,
    document_no: str,
    issued_on: date,
    start_by: date | None = None,
    accept_by: date | None = None,
) -> Plan:
    """Record the document that issued the plan and the targets it sets; the first time freezes it.

    From then on every line keeps the figures issued, and whatever moves the plan is an entry with
    a document. Raises Refused without a document number, or when acceptance would come before the
    start.
    """
    require(by, Permission.IMPORT_PLAN, on=plan)
    problems = []
    if not document_no.strip():
        problems.append(Problem("请填写印发文号", field="document_no"))
    if start_by and accept_by and accept_by < start_by:
        problems.append(Problem("验收期限早于开工期限", field="accept_by", value=str(accept_by)))
    if problems:
        raise Refused(problems)
    hold_plans(area_code=plan.area_code)
    row = Plan.objects.select_for_update().get(pk=plan.pk)
    first = row.issued_on is None
    row.document_no, row.issued_on = document_no.strip(), issued_on
    row.start_by, row.accept_by = start_by, accept_by
    row.save(update_fields=["document_no", "issued_on", "start_by", "accept_by"])
    if first:
        row.lines.update(
            issued_buildings=F("buildings"),
            issued_households=F("households"),
            issued_floor_area=F("floor_area"),
        )
    record(
        by=by,
        action="plan.issue",
        on=row,
        summary=f"{row.year} 年度计划印发：{row.document_no}",
        payload={
            "issued_on": issued_on.isoformat(),
            "start_by": start_by.isoformat() if start_by else "",
            "accept_by": accept_by.isoformat() if accept_by else "",
        },
    )
    return row
