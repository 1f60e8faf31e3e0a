"""Mandates: who may sign for an owner, registered with the document, ended with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require, require_in_part
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HeadUnit, Mandate, Paper
from approvals.rules.mandates import ENTRUSTED, mandate_refusals
from approvals.selectors.mandates import agent_digest, live_mandate, proxy_rule
from approvals.selectors.seeing import COUNTING
from approvals.services import tallies
from approvals.services.round_trail import record_in_all, trail_at
from approvals.services.visits import over
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from common.names import mask_name
from records.services.files import attach

LABEL = "委托书"


@transaction.atomic
def give_mandate(
    *,
    by: User,
    at: datetime,
    unit: HeadUnit,
    agent: str,
    signed_on: date,
    upload: UploadedFile | None,
    basis: str = ENTRUSTED,
) -> Mandate:
    """Register who may sign for the owner of this home, with the document, within the policy.

    `basis` (`approvals.rules.mandates.BASES`): chosen by the owner, or there by law. One mandate
    holds for all homes of the owner. Refused with every reason, Conflict when one is registered
    already.
    """
    require(by, Permission.RECORD_PAPER, on=unit)
    row = tallies.under_way(unit.round_id)
    if live_mandate(unit.head_id):
        raise Conflict("这位业主已登记委托书，换人的先撤销")
    found = agent_digest(agent)
    held = Mandate.objects.filter(round=row, agent_digest=found, ended_at=None, basis=ENTRUSTED)
    problems = over(row) + mandate_refusals(
        proxy_rule(row),
        agent=agent,
        signed_on=signed_on,
        today=civil_day(at),
        held=held.count(),
        basis=basis,
        evidence=upload is not None,
    )
    if problems or upload is None:
        raise Refused(problems)
    name = agent.strip()
    made = Mandate(round=row, head=unit.head, agent=name, agent_masked=mask_name(name)[:60])
    made.agent_digest, made.signed_on, made.basis = found, signed_on, basis
    made.noted_at, made.noted_by = at, by
    made.save(force_insert=True)
    _keep(by, at, made, unit, upload)
    record(
        by=by,
        action="mandate.give",
        on=made,
        **trail_at(row, unit.building),
        summary=f"登记 {unit.serial} 的代签人 {made.agent_masked}（{made.get_basis_display()}）",
        payload={"head": unit.head_id, "basis": basis, "signed_on": signed_on.isoformat()},
    )
    return made


def _keep(by: User, at: datetime, made: Mandate, unit: HeadUnit, upload: UploadedFile) -> None:
    """The document, with the home at which it was given."""
    attach(
        by=by,
        permission=Permission.RECORD_PAPER,
        subject=made,
        label=LABEL,
        upload=upload,
        at=at,
        sees=COUNTING,
        lies=unit,
    )


@transaction.atomic
def end_mandate(*, by: User, at: datetime, mandate: Mandate, reason: str) -> Mandate:
    """The owner takes the mandate back; a paper that was signed under it stands in the way."""
    require_in_part(by, Permission.RECORD_PAPER, on=mandate)
    row = tallies.under_way(mandate.round_id)
    now = Mandate.objects.select_related("round__project").get(pk=mandate.pk)
    if now.ended_at:
        raise Conflict("这份委托书已经撤销")
    problems = over(row)
    if not reason.strip():
        problems.append(Problem("请写明撤销的原因", code="reason_needed", field="reason"))
    signed = Paper.objects.filter(unit__head=now.head_id, live=True).exclude(proxy="")
    if signed.exists():
        remedy = "先撤回或更正受托人签的意见表"
        problems.append(Problem("受托人签的表已经录入", code="used", remedy=remedy))
    if problems:
        raise Refused(problems)
    now.end_reason, now.ended_at, now.ended_by = reason.strip()[:100], at, by
    now.save(update_fields=["end_reason", "ended_at", "ended_by"])
    record_in_all(
        by=by,
        action="mandate.end",
        on=now,
        round_=row,
        summary=f"撤销委托书（{now.end_reason}）",
        payload={"head": now.head_id},
    )
    return now
