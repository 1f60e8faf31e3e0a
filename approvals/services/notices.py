"""Posting a notice, taking it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Notice
from approvals.selectors.objections import open_objections
from approvals.services import locking, photographs
from approvals.services.notice_counting import count_days
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused
from common.publishing import private_parts
from policies.rules.gates import FactValue
from policies.rules.model import NoticeRule
from policies.rules.vocabulary import StepKind, Trigger
from policies.selectors.governing import rule_at
from renovation.models import Project
from renovation.selectors.situations import step_of
from renovation.services.facts import clear_facts, record_facts
from renovation.services.pins import governing, pin_rule

LABELS = {"title": "标题", "body": "公示内容", "where_posted": "张贴地点", "contact": "意见受理"}
FACTS = ("notice.last_day", "notice.open_objections", "notice.photographs")


@dataclass(frozen=True, slots=True)
class Posting:
    """What was pinned to the board: when, where, what, and who takes objections."""

    posted_on: date
    title: str
    body: str
    where_posted: str
    contact: str


@transaction.atomic
def post_notice(*, by: User, at: datetime, project: Project, key: str, posting: Posting) -> Notice:
    """Record a posting; its last day is counted by the rule in force on the day of posting.

    Raises Refused with every problem: its step is not open, one hangs already, a field is missing,
    the day lies ahead, or lies before another text was taken down.
    """
    require(by, Permission.POST_NOTICE, on=project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    problems = _standing(project, key) + _form(posting, at) + _anew(project, key, posting)
    if problems:
        raise Refused(problems)
    day = posting.posted_on
    version = governing(project, f"notices.{key}", day).version_id
    rule: NoticeRule = rule_at(version, "notices", key).rule
    pin = pin_rule(
        by=by, project=project, rule=f"notices.{key}", trigger=Trigger.NOTICE_POSTED, day=day
    )
    notice = Notice.objects.create(
        project=project,
        key=key,
        title=posting.title.strip(),
        pin=pin,
        state="posted",
        attempt=Notice.objects.filter(project=project, key=key).count() + 1,
        body=posting.body.strip(),
        where_posted=posting.where_posted.strip(),
        contact=posting.contact.strip(),
        posted_on=day,
        explanation={},
        posted_at=at,
        posted_by=by,
    )
    count_days(by=by, at=at, notice=notice)
    photographs.count(by=by, at=at, notice=notice)
    _report(notice, rule, by=by, at=at)
    record(
        by=by,
        action="notice.post",
        on=notice,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"张贴{rule.name}：{day} 至 {notice.last_day}",
        payload={"last_day": str(notice.last_day), "provisional": notice.provisional},
    )
    return notice


@transaction.atomic
def cancel_notice(*, by: User, at: datetime, notice: Notice, reason: str) -> Notice:
    """Take a notice down before it is over (interrupted, content changed); it then counts anew."""
    require(by, Permission.POST_NOTICE, on=notice)
    row = locked(notice.pk)
    if row.state != "posted":
        raise Conflict("公示已经撤下")
    if not reason.strip():
        raise Refused(Problem("请写明撤下的原因", code="reason_needed", field="reason"))
    row.state, row.cancelled_at = "cancelled", at
    row.save(update_fields=["state", "cancelled_at"])
    keys = [(key, row.key) for key in FACTS]
    clear_facts(by=by, at=at, project=row.project, keys=keys)
    record(
        by=by,
        action="notice.cancel",
        on=row,
        project_id=row.project_id,
        summary=f"撤下{row.title}（{reason.strip()}）",
        payload={"attempt": row.attempt},
    )
    return row


def locked(pk: int) -> Notice:
    """The notice's row after its project's, locked until the transaction ends."""
    return locking.locked(Notice, pk)


def _report(notice: Notice, rule: NoticeRule, *, by: User, at: datetime) -> None:
    """Set what a fresh posting has beside its last day: what is open of earlier ones."""
    left = open_objections(notice.project_id, notice.key)
    record_facts(
        by=by,
        at=at,
        project=notice.project,
        source=f"{rule.name}第 {notice.attempt} 次",
        facts=[
            FactValue("notice.open_objections", notice.key, left, as_of=civil_day(at)),
        ],
    )


def _standing(project: Project, key: str) -> list[Problem]:
    step = step_of(project, StepKind.NOTICE, key)
    found = []
    if step is None:
        found.append(Problem("办理程序里没有这一项公示", code="no_step", field="key", value=key))
    elif step.state not in {"open", "to_evidence"}:
        words = f"“{step.name}”{step.get_state_display()}，现在不能张贴"
        found.append(Problem(words, code="step_not_open"))
    if Notice.objects.filter(project=project, key=key, state="posted").exists():
        remedy = "内容有变的，先撤下原公示"
        found.append(Problem("这一项公示正在张贴", code="notice_live", remedy=remedy))
    return found


def _form(posting: Posting, at: datetime) -> list[Problem]:
    found = [
        Problem(f"请填写{label}", code="required", field=name)
        for name, label in LABELS.items()
        if not getattr(posting, name).strip()
    ]
    found += [
        Problem(
            "公示里不能有房号、身份证号",
            code="personal",
            field=name,
            value=part,
            remedy="请改写或删去后再登记",
        )
        for name in ("title", "body", "where_posted")
        for part in private_parts(getattr(posting, name))
    ]
    today = civil_day(at)
    if posting.posted_on > today:
        found.append(
            Problem(
                "张贴日还没有到",
                field="posted_on",
                value=str(posting.posted_on),
                expected=f"不晚于 {today}",
            )
        )
    return found


def _anew(project: Project, key: str, posting: Posting) -> list[Problem]:
    """Days that one text hung do not count for another; a posting noted wrongly may be noted anew.

    The paper is printed from the record: who changes title or body hangs up something else.
    """
    before = Notice.objects.filter(project=project, key=key).order_by("attempt").last()
    if before is None or before.cancelled_at is None:
        return []
    down = civil_day(before.cancelled_at)
    hung = posting.title.strip(), posting.body.strip()
    if posting.posted_on >= down or hung == (before.title, before.body):
        return []
    return [
        Problem(
            "内容与撤下的公示不同，张贴日不能早于撤下之日",
            code="counts_anew",
            field="posted_on",
            value=str(posting.posted_on),
            expected=f"不早于 {down}",
            remedy="只是张贴日、地点登记有误的，标题和内容照原公示填写",
        )
    ]
