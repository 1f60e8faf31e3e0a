"""Milestones: reached with evidence, revoked by a superseding row."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from common.errors import Undecidable
from common.explanations import Explanation
from policies.rules.vocabulary import MILESTONE_LABELS, MilestoneKind, Trigger
from renovation.models import Milestone, Project
from renovation.services.pins import pin_rule


@transaction.atomic
def reach_milestone(
    *,
    by: User,
    on: date,
    project: Project,
    kind: MilestoneKind,
    evidence: str,
    explanation: Explanation | None = None,
) -> Milestone:
    """Write that the milestone was reached; one that stands already is returned unchanged.

    Called within the caller's transaction, after the caller has asked for its own right. The start
    of works also pins who pays what: from that day the shares rule no longer moves.
    """
    require(by, Permission.VIEW_PROJECTS, on=project)
    standing = Milestone.objects.filter(project=project, kind=kind, revoked=False).first()
    if standing is not None:
        return standing
    last = Milestone.objects.filter(project=project, kind=kind).order_by("-pk").first()
    milestone = Milestone.objects.create(
        project=project,
        kind=kind,
        reached_on=on,
        evidence=evidence[:300],
        supersedes=last,
        explanation=explanation.to_dict() if explanation else None,
        recorded_at=real_now(),
        recorded_by=by,
    )
    if kind is MilestoneKind.STARTED:
        _pin_money(by, on, project)
    record(
        by=by,
        action="milestone.reach",
        on=milestone,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"{MILESTONE_LABELS[kind]}：{on}，{evidence}",
        payload={"kind": kind.value, "day": on.isoformat()},
    )
    return milestone


@transaction.atomic
def revoke_milestone(
    *, by: User, on: date, project: Project, kind: MilestoneKind, reason: str
) -> Milestone | None:
    """Take a milestone back; returns the superseding row, or None when none stood.

    Steps already passed on its strength stay done and are flagged; gates not yet passed close.
    """
    require(by, Permission.VIEW_PROJECTS, on=project)
    standing = Milestone.objects.filter(project=project, kind=kind, revoked=False).first()
    if standing is None:
        return None
    standing.revoked = True
    standing.save(update_fields=["revoked"])
    row = Milestone.objects.create(
        project=project,
        kind=kind,
        reached_on=on,
        evidence=f"撤销：{reason}"[:300],
        revoked=True,
        supersedes=standing,
        recorded_at=real_now(),
        recorded_by=by,
    )
    record(
        by=by,
        action="milestone.revoke",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"撤销“{MILESTONE_LABELS[kind]}”：{reason}",
        payload={"kind": kind.value, "day": on.isoformat(), "revoked": standing.pk},
    )
    return row


def _pin_money(by: User, on: date, project: Project) -> None:
    """Pin what governs money from the start of works, where the policy states it.

    Without such a rule in force that day the funding room says "cannot be decided".
    """
    for rule in ("shares", "government"):
        with suppress(Undecidable):
            pin_rule(by=by, project=project, rule=rule, trigger=Trigger.WORKS_STARTED, day=on)
