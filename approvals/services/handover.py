"""Handover item by item, as the policy lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HandoverItem
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from districts.models import ResponsibleUnit
from policies.rules.gates import FactValue
from policies.rules.model import HandoverItem as Listed
from policies.rules.vocabulary import StepKind
from policies.selectors.governing import rule_at, unit_codes
from renovation.models import Project
from renovation.selectors.situations import step_of
from renovation.services.facts import record_facts
from renovation.services.pins import governing


@dataclass(frozen=True, slots=True)
class Lot:
    """What is handed over of one class: quantity in words, end of warranty, another receiver."""

    quantity: str = ""
    warranty_until: date | None = None
    receiver: str = ""


@transaction.atomic
def prepare(
    *, by: User, at: datetime, project: Project, lots: Mapping[str, Lot] | None = None
) -> list[HandoverItem]:
    """Draw up the list from the policy; what is not received yet takes new quantities."""
    require(by, Permission.RUN_HANDOVER, on=project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    step = step_of(project, StepKind.HANDOVER)
    if step is None:
        raise Refused(Problem("办理程序里没有移交", code="no_step"))
    if step.state not in {"open", "to_evidence"}:
        raise Refused(
            Problem(f"“{step.name}”{step.get_state_display()}，现在不能移交", code="step_not_open")
        )
    day = civil_day(at)
    version = governing(project, "handover", day).version_id
    listed: tuple[Listed, ...] = rule_at(version, "handover").rule
    there = {row.key: row for row in HandoverItem.objects.filter(project=project)}
    receivers = _receivers(version, project)
    for item in listed:
        row = there.get(item.key) or HandoverItem(project=project, key=item.key, name=item.name)
        if row.received_at:
            continue
        lot = (lots or {}).get(item.key, Lot())
        row.quantity = lot.quantity or row.quantity
        row.warranty_until = lot.warranty_until or row.warranty_until
        row.receiver = lot.receiver or row.receiver or receivers.get(item.receiver, item.receiver)
        row.save()
    _report(project, by=by, at=at)
    rows = list(HandoverItem.objects.filter(project=project))
    record(
        by=by,
        action="handover.prepare",
        on=project,
        project_id=project.pk,
        summary=f"移交清单 {len(rows)} 项",
        payload={"version": version},
    )
    return rows


@transaction.atomic
def receive(
    *,
    by: User,
    at: datetime,
    item: HandoverItem,
    received_on: date,
    signatory: str,
    quantity: str = "",
) -> HandoverItem:
    """The receiver has signed for one item."""
    require(by, Permission.RUN_HANDOVER, on=item.project)
    Project.objects.select_for_update(of=("self",)).get(pk=item.project_id)
    row = HandoverItem.objects.select_related("project").get(pk=item.pk)
    if row.received_at:
        raise Conflict("这一项已经签收")
    problems = []
    today = civil_day(at)
    if received_on > today:
        problems.append(Problem("签收日还没有到", field="received_on", value=str(received_on)))
    if not signatory.strip():
        problems.append(Problem("请填写签收人", code="required", field="signatory"))
    if problems:
        raise Refused(problems)
    row.received_on, row.received_at, row.received_by = received_on, at, by
    row.signatory, row.quantity = signatory.strip(), quantity.strip() or row.quantity
    row.save()
    _report(row.project, by=by, at=at)
    record(
        by=by,
        action="handover.receive",
        on=row,
        area_code=row.project.area_code,
        project_id=row.project_id,
        summary=f"{row.receiver}签收{row.name}",
        payload={"key": row.key},
    )
    return row


def _receivers(version: int, project: Project) -> dict[str, str]:
    """Unit key → name of the unit that it is bound to at this place."""
    codes = unit_codes(version, project.area_code)
    names = dict(
        ResponsibleUnit.objects.filter(code__in=codes.values()).values_list("code", "name")
    )
    found = {key: names[code] for key, code in codes.items() if code in names}
    labels = {unit.key: unit.name for unit in rule_at(version, "units").rule}
    return {**labels, **found}


def _report(project: Project, *, by: User, at: datetime) -> None:
    left = HandoverItem.objects.filter(project=project, received_at=None).count()
    record_facts(
        by=by,
        at=at,
        project=project,
        source="移交清单",
        facts=[FactValue("handover.open_items", "", left, as_of=civil_day(at))],
    )
