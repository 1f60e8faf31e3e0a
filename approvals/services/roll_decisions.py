"""Deciding a doubtful case of the roll, with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import RollDecision
from approvals.selectors.clusters import doubts_across
from approvals.selectors.roll_doubts import roll_doubts
from common.clock import civil_day
from common.errors import Problem, Refused
from renovation.models import Project


@transaction.atomic
def decide_doubt(
    *, by: User, at: datetime, project: Project, key: str, choice: str, reason: str
) -> RollDecision:
    """Say how a doubtful case is counted from the next opening on; frozen rolls stay as they are.

    A case between the communities of a cluster is decided by who may open a round in all of it.
    Refused for a case that is not there, a choice that it does not offer, or without a reason.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    doubt = next((one for one in roll_doubts(project) if one.key == key), None)
    if doubt is None and (across := doubts_across(project, civil_day(at), by)):
        require(by, Permission.OPEN_ROUND, on=across.place)
        doubt = next((one for one in across.doubts if one.key == key), None)
    problems = []
    if doubt is None:
        problems.append(Problem("名册里没有这一情形，可能已经更正", field="key", value=key))
    elif choice not in doubt.choices or len(doubt.choices) == 1:
        offered = "、".join(doubt.choices.values())
        problems.append(Problem("这一情形不能这样裁定", field="choice", expected=offered))
    if not reason.strip():
        problems.append(Problem("请写明理由", code="reason_needed", field="reason"))
    if problems or doubt is None:
        raise Refused(problems)
    made = RollDecision.objects.create(
        project=project,
        key=key,
        choice=choice,
        words=doubt.words[:400],
        reason=reason.strip()[:200],
        decided_at=at,
        decided_by=by,
    )
    record(
        by=by,
        action="roll.decide",
        on=made,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"名册裁定：{doubt.choices[choice]}（{reason.strip()}）",
        payload={"key": key[:200], "choice": choice},
    )
    return made
