"""What the page of notices says: photographs judged by their day, objections act by act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from approvals.models import Notice, NoticePhotograph, Objection, ObjectionAct
from approvals.rules.notices import progress
from approvals.rules.photographs import outside, shows
from approvals.selectors.rules import gaps_of, notice_rule
from common.clock import civil_day
from policies.rules.days import Calendar
from records.models import Attachment
from records.services.papers import papers_of

_ACT = ObjectionAct._meta.label_lower


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph: which day of the notice it shows, or why it does not count."""

    row: NoticePhotograph
    shows: str
    outside: str

    @property
    def clocks_differ(self) -> bool:
        """What was stated is another day than the camera's."""
        row = self.row
        return bool(row.camera_at and civil_day(row.camera_at) != civil_day(row.taken_at))


@dataclass(frozen=True, slots=True)
class Told:
    """An objection with its acts in order, each with its evidence."""

    row: Objection
    acts: Sequence[tuple[ObjectionAct, Attachment | None]]

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return any(act.stage == "answered" for act, _ in self.acts)


def notices_shown(rows: Sequence[Notice], on: date, days: Calendar) -> list[dict[str, Any]]:
    """Each notice as the page shows it; `rows` come with pictures, objections, interruptions."""
    evidence = _evidence(rows)
    return [_shown(row, on, days, evidence) for row in rows]


def _shown(
    row: Notice, on: date, days: Calendar, evidence: Mapping[str, Attachment]
) -> dict[str, Any]:
    rule, gaps = notice_rule(row).rule, gaps_of(row)
    return {
        "notice": row,
        "progress": progress(rule, row.posted_on, row.last_day, on, days, gaps),
        "rule": rule,
        "photographs": [_picture(one, row) for one in row.pictures.all()],
        "photographs_short": max(rule.photographs - row.photographs, 0),
        "papers": papers_of(row),
        "objections": [
            Told(one, [(act, evidence.get(str(act.pk))) for act in one.acts.all()])
            for one in row.objections.all()
        ],
        "open_objections": sum(one.settled_at is None for one in row.objections.all()),
        "interruptions": row.interruptions.all(),
        "down": any(one.restored is None for one in gaps),
        "why_url": reverse("approvals:notice_why", args=[row.pk]),
    }


def _picture(one: NoticePhotograph, notice: Notice) -> Picture:
    day, first, last = civil_day(one.taken_at), notice.posted_on, notice.last_day
    return Picture(one, shows(day, first, last), outside(day, first, last))


def _evidence(rows: Sequence[Notice]) -> dict[str, Attachment]:
    """The paper of each act by the act's key (one query)."""
    acts = [
        str(act.pk)
        for row in rows
        for objection in row.objections.all()
        for act in objection.acts.all()
    ]
    found = Attachment.objects.filter(
        subject_kind=_ACT, subject_id__in=acts, replaced_by=None
    ).order_by("pk")
    return {one.subject_id: one for one in found}
