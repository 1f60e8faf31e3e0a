"""Objections to a notice, from receipt to a recorded outcome."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Notice, Objection
from approvals.models.notices import OUTCOMES
from approvals.services import notices
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from common.names import mask_name
from policies.rules.gates import FactValue
from renovation.services.facts import record_facts


@transaction.atomic
def receive(
    *, by: User, at: datetime, notice: Notice, received_on: date, raised_by: str, matter: str
) -> Objection:
    """Register an objection; the name is kept masked. It holds the gate until it is settled."""
    require(by, Permission.HANDLE_OBJECTION, on=notice)
    row = notices.locked(notice.pk)
    problems = []
    if row.state != "posted":
        problems.append(Problem("公示已撤下，异议请登记到新的公示", code="notice_cancelled"))
    if not raised_by.strip():
        problems.append(Problem("请填写提出人", code="required", field="raised_by"))
    if not matter.strip():
        problems.append(Problem("请填写事由", code="required", field="matter"))
    if not row.posted_on <= received_on <= civil_day(at):
        problems.append(
            Problem(
                "收到日不在张贴日与今天之间",
                field="received_on",
                value=str(received_on),
                expected=f"{row.posted_on} 至 {civil_day(at)}",
            )
        )
    if problems:
        raise Refused(problems)
    said = {"raised_by": mask_name(raised_by.strip()), "matter": matter.strip()}
    _refuse_twice(row, received_on, said)
    made = Objection.objects.create(
        notice=row,
        received_on=received_on,
        **said,
        received_at=at,
        received_by=by,
    )
    _count(row, by=by, at=at)
    record(
        by=by,
        action="objection.receive",
        on=made,
        area_code=row.area_code,
        project_id=row.project_id,
        summary=f"收到异议：{matter.strip()}",
        payload={"notice": row.pk},
    )
    return made


@transaction.atomic
def mediate(*, by: User, at: datetime, objection: Objection, mediator: str) -> Objection:
    """Name who mediates an open objection."""
    require(by, Permission.HANDLE_OBJECTION, on=objection.notice)
    row = _open(objection)
    if not mediator.strip():
        raise Refused(Problem("请填写协调人", code="required", field="mediator"))
    row.mediator = mediator.strip()
    row.save(update_fields=["mediator"])
    record(
        by=by,
        action="objection.mediate",
        on=row,
        area_code=row.notice.area_code,
        project_id=row.notice.project_id,
        summary=f"异议“{row.matter}”由{row.mediator}协调",
        payload={"at": at.isoformat()},
    )
    return row


@transaction.atomic
def settle(
    *, by: User, at: datetime, objection: Objection, outcome: str, reply: str, settled_on: date
) -> Objection:
    """Close an objection with its outcome and the reply that was given."""
    require(by, Permission.HANDLE_OBJECTION, on=objection.notice)
    row = _open(objection)
    today = civil_day(at)
    problems = []
    if outcome not in OUTCOMES:
        words = "、".join(OUTCOMES.values())
        problems.append(Problem("请选择处理结果", field="outcome", value=outcome, expected=words))
    if not reply.strip():
        problems.append(Problem("请填写答复内容", code="required", field="reply"))
    if not row.received_on <= settled_on <= today:
        problems.append(
            Problem(
                "办结日不在收到日与今天之间",
                field="settled_on",
                value=str(settled_on),
                expected=f"{row.received_on} 至 {today}",
            )
        )
    if problems:
        raise Refused(problems)
    row.outcome, row.reply, row.settled_on = outcome, reply.strip(), settled_on
    row.settled_at, row.settled_by = at, by
    row.save(update_fields=["outcome", "reply", "settled_on", "settled_at", "settled_by"])
    _count(row.notice, by=by, at=at)
    record(
        by=by,
        action="objection.settle",
        on=row,
        area_code=row.notice.area_code,
        project_id=row.notice.project_id,
        summary=f"办结异议“{row.matter}”：{OUTCOMES[outcome]}",
        payload={"outcome": outcome},
    )
    return row


def _refuse_twice(notice: Notice, received_on: date, said: dict[str, str]) -> None:
    """A second press, or a second tab: the same objection of the same day is there already."""
    there = Objection.objects.filter(
        notice=notice, received_on=received_on, settled_at=None, **said
    ).select_related("received_by")
    if first := there.first():
        raise Conflict(
            Problem(
                f"这件异议已由{first.received_by}登记",
                code="already_recorded",
                remedy="不用再登记；确是另一件的，请在事由里写明区别",
            )
        )


def _open(objection: Objection) -> Objection:
    """The open objection, under its notice's lock."""
    notice = notices.locked(objection.notice_id)
    row = Objection.objects.get(pk=objection.pk)
    row.notice = notice
    if row.settled_at:
        raise Conflict("这件异议已经办结")
    return row


def _count(notice: Notice, *, by: User, at: datetime) -> None:
    left = Objection.objects.filter(notice=notice, settled_at=None).count()
    record_facts(
        by=by,
        at=at,
        project=notice.project,
        source=notice.title,
        facts=[FactValue("notice.open_objections", notice.key, left, as_of=civil_day(at))],
    )
