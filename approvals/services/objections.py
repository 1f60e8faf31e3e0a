"""Objections to a notice: received, mediated, answered, closed with a recorded outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Notice, Objection
from approvals.models.notices import OUTCOMES
from approvals.selectors.objections import open_objections
from approvals.services import notices
from approvals.services.objection_acts import Done, day_problems, last_answer, write
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from common.names import mask_name
from policies.rules.gates import FactValue
from renovation.services.facts import record_facts


@transaction.atomic
def receive(
    *,
    by: User,
    at: datetime,
    notice: Notice,
    received_on: date,
    raised_by: str,
    matter: str,
    upload: UploadedFile | None = None,
) -> Objection:
    """Register an objection; the name is kept masked. It holds the gate until it is settled.

    `upload`: the letter, or a picture of it; it lies encrypted.
    """
    require(by, Permission.HANDLE_OBJECTION, on=notice)
    row = notices.locked(notice.pk)
    _refuse(row, received_on, raised_by, matter, civil_day(at))
    said = {"raised_by": mask_name(raised_by.strip()), "matter": matter.strip()}
    _refuse_twice(row, received_on, said)
    made = Objection.objects.create(
        notice=row,
        received_on=received_on,
        **said,
        received_at=at,
        received_by=by,
    )
    done = Done(received_on, made.raised_by, made.matter, upload)
    write(by=by, at=at, objection=made, stage="received", done=done)
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
def mediate(*, by: User, at: datetime, objection: Objection, done: Done) -> Objection:
    """A mediation of an open objection: who mediated, on which day, what came of it.

    There may be several, one after the other. Refused with every problem.
    """
    row = _advance(by, at, objection, done, "mediator", "协调人")
    row.mediator = done.person.strip()
    row.save(update_fields=["mediator"])
    write(by=by, at=at, objection=row, stage="mediated", done=_trimmed(done))
    _tell(row, "mediate", f"异议“{row.matter}”由{row.mediator}协调", by=by, on=done.on)
    return row


@transaction.atomic
def answer(*, by: User, at: datetime, objection: Objection, done: Done) -> Objection:
    """The answer that was given to who raised it: by whom, on which day, in what words."""
    row = _advance(by, at, objection, done, "answered_by", "答复人", words="reply")
    row.reply = done.words.strip()
    row.save(update_fields=["reply"])
    write(by=by, at=at, objection=row, stage="answered", done=_trimmed(done))
    _tell(row, "answer", f"答复异议“{row.matter}”", by=by, on=done.on)
    return row


@transaction.atomic
def settle(
    *,
    by: User,
    at: datetime,
    objection: Objection,
    outcome: str,
    settled_on: date,
    reply: str = "",
    upload: UploadedFile | None = None,
) -> Objection:
    """Close an objection with its outcome.

    Without an answer before, `reply` is needed and is recorded as the answer of that day.
    """
    require(by, Permission.HANDLE_OBJECTION, on=objection.notice)
    row = _open(objection)
    problems, given = [], last_answer(row)
    if outcome not in OUTCOMES:
        words = "、".join(OUTCOMES.values())
        problems.append(Problem("请选择处理结果", field="outcome", value=outcome, expected=words))
    if not reply.strip() and given is None:
        remedy = "先登记答复，或在此写明答复内容"
        problems.append(Problem("还没有答复提出人", code="required", field="reply", remedy=remedy))
    problems += day_problems(row, settled_on, at, "settled_on")
    if problems:
        raise Refused(problems)
    person = str(by)
    if reply.strip():
        row.reply = reply.strip()
        done = Done(settled_on, person, row.reply)
        write(by=by, at=at, objection=row, stage="answered", done=done)
    row.outcome, row.settled_on, row.settled_at, row.settled_by = outcome, settled_on, at, by
    row.save(update_fields=["outcome", "reply", "settled_on", "settled_at", "settled_by"])
    done = Done(settled_on, person, OUTCOMES[outcome], upload)
    write(by=by, at=at, objection=row, stage="settled", done=done)
    _count(row.notice, by=by, at=at)
    _tell(row, "settle", f"办结异议“{row.matter}”：{OUTCOMES[outcome]}", by=by, on=settled_on)
    return row


def _advance(
    by: User,
    at: datetime,
    objection: Objection,
    done: Done,
    field: str,
    label: str,
    words: str = "",
) -> Objection:
    """The open objection, locked; Refused when the act lacks a person, words or a fit day."""
    require(by, Permission.HANDLE_OBJECTION, on=objection.notice)
    row = _open(objection)
    problems = day_problems(row, done.on, at, "on")
    if not done.person.strip():
        problems.append(Problem(f"请填写{label}", code="required", field=field))
    if words and not done.words.strip():
        problems.append(Problem("请填写答复内容", code="required", field=words))
    if problems:
        raise Refused(problems)
    return row


def _trimmed(done: Done) -> Done:
    return replace(done, person=done.person.strip(), words=done.words.strip())


def _tell(row: Objection, action: str, summary: str, *, by: User, on: date) -> None:
    payload = {"on": on.isoformat(), "outcome": row.outcome}
    record(
        by=by,
        action=f"objection.{action}",
        on=row,
        area_code=row.notice.area_code,
        project_id=row.notice.project_id,
        summary=summary,
        payload=payload,
    )


def _refuse(notice: Notice, received_on: date, raised_by: str, matter: str, today: date) -> None:
    problems = []
    if notice.state != "posted":
        problems.append(Problem("公示已撤下，异议请登记到新的公示", code="notice_cancelled"))
    if not raised_by.strip():
        problems.append(Problem("请填写提出人", code="required", field="raised_by"))
    if not matter.strip():
        problems.append(Problem("请填写事由", code="required", field="matter"))
    if not notice.posted_on <= received_on <= today:
        problems.append(
            Problem(
                "收到日不在张贴日与今天之间",
                field="received_on",
                value=str(received_on),
                expected=f"{notice.posted_on} 至 {today}",
            )
        )
    if problems:
        raise Refused(problems)


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
    left = open_objections(notice.project_id, notice.key)
    record_facts(
        by=by,
        at=at,
        project=notice.project,
        source=notice.title,
        facts=[FactValue("notice.open_objections", notice.key, left, as_of=civil_day(at))],
    )
