"""Writing down what was done about an objection: its day, who, the words, what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Objection, ObjectionAct
from approvals.models.notice_evidence import STAGES
from common.clock import civil_day
from common.errors import Problem
from records.services.files import attach

SEES = (Permission.HANDLE_OBJECTION, Permission.VIEW_PERSONS)
"""Signed letters name people: they lie encrypted, and opening one stays in the trail."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: on which day, by whom, in what words; the paper that shows it."""

    on: date
    person: str
    words: str = ""
    upload: UploadedFile | None = None


def write(*, by: User, at: datetime, objection: Objection, stage: str, done: Done) -> ObjectionAct:
    """Keep one act with its evidence, within the caller's transaction and under its right."""
    made = ObjectionAct.objects.create(
        objection=objection,
        stage=stage,
        on=done.on,
        person=done.person,
        words=done.words,
        recorded_at=at,
        recorded_by=by,
    )
    if done.upload:
        attach(
            by=by,
            permission=Permission.HANDLE_OBJECTION,
            subject=made,
            label=f"异议{STAGES[stage]}凭证",
            upload=done.upload,
            at=at,
            sees=SEES,
        )
    return made


def day_problems(objection: Objection, day: date, at: datetime, field: str) -> list[Problem]:
    """An act lies between the day of receipt, or the act before it, and today."""
    first, today = latest_day(objection), civil_day(at)
    if first <= day <= today:
        return []
    return [
        Problem(
            "日期不在上一环节与今天之间",
            field=field,
            value=str(day),
            expected=f"{first} 至 {today}",
        )
    ]


def latest_day(objection: Objection) -> date:
    """The day of the latest act, else that of receipt."""
    return max([objection.received_on, *(act.on for act in objection.acts.all())])


def last_answer(objection: Objection) -> ObjectionAct | None:
    """The latest answer that was given, if any."""
    return objection.acts.filter(stage="answered").order_by("-pk").first()
