"""A party's verdict with its signature."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import AcceptanceParty
from approvals.models.acceptance import VERDICTS
from approvals.services.acceptance_state import between, locked, report
from common.errors import Conflict, Problem, Refused
from common.names import mask_name


@transaction.atomic
def sign(
    *,
    by: User,
    at: datetime,
    party: AcceptanceParty,
    verdict: str,
    signatory: str,
    signed_on: date,
    opinion: str = "",
) -> AcceptanceParty:
    """One party's verdict with its signature, given once."""
    require(by, Permission.RUN_ACCEPTANCE, on=party.acceptance)
    acceptance = locked(party.acceptance_id)
    row = AcceptanceParty.objects.get(pk=party.pk)
    if acceptance.state != "open" or row.signed_at:
        raise Conflict("这一方已经签字，或验收已有结论")
    problems = []
    if verdict not in VERDICTS:
        words = "、".join(VERDICTS.values())
        problems.append(Problem("请选择意见", field="verdict", value=verdict, expected=words))
    if verdict == "fail" and not opinion.strip():
        problems.append(Problem("不合格须写明理由", code="reason_needed", field="opinion"))
    if not signatory.strip():
        problems.append(Problem("请填写签字人", code="required", field="signatory"))
    problems += between(acceptance.held_on, signed_on, at, "signed_on", "签字日")
    if problems:
        raise Refused(problems)
    row.verdict, row.opinion = verdict, opinion.strip()
    row.signatory = mask_name(signatory.strip()) if row.owner else signatory.strip()
    row.signed_on, row.signed_at, row.signed_by = signed_on, at, by
    row.save()
    report(by=by, at=at, acceptance=acceptance)
    record(
        by=by,
        action="acceptance.sign",
        on=row,
        area_code=acceptance.area_code,
        project_id=acceptance.project_id,
        summary=f"{row.name}：{VERDICTS[verdict]}",
        payload={"acceptance": acceptance.pk, "verdict": verdict},
    )
    return row
