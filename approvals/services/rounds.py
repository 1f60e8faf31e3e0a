"""Extending, reopening and voiding a round; what step it belongs to."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.rules.papers import shown
from approvals.services import tallies
from approvals.services.round_trail import record_in_all
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from policies.rules.vocabulary import StepKind
from renovation.models import Project, Step
from renovation.selectors.situations import step_of


@transaction.atomic
def extend_round(
    *, by: User, at: datetime, round_: Round, closes_at: datetime, reason: str
) -> Round:
    """Put the closing instant of an open round off, with its reason."""
    require(by, Permission.OPEN_ROUND, on=round_)
    row = tallies.under_way(round_.pk)
    problems = []
    if row.state != "open":
        problems.append(Problem(f"“{row.name}”不在征询中，不能延期", code="not_open"))
    if closes_at <= max(row.closes_at, at):
        expected = f"晚于 {shown(max(row.closes_at, at))}"
        problems.append(Problem("新的截止时间没有延后", field="closes_at", expected=expected))
    if not reason.strip():
        problems.append(Problem("请写明延期的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    before, row.closes_at = row.closes_at, closes_at
    row.save(update_fields=["closes_at"])
    record_in_all(
        by=by,
        action="round.extend",
        round_=row,
        summary=f"{row.name}延期：{shown(before)} → {shown(closes_at)}（{reason.strip()}）",
        payload={"from": before.isoformat(), "to": closes_at.isoformat()},
    )
    return row


@transaction.atomic
def void_round(*, by: User, at: datetime, round_: Round, reason: str) -> Round:
    """Take a round out of force before its tally is confirmed; its papers stay on file."""
    require(by, Permission.OPEN_ROUND, on=round_)
    row = tallies.locked(round_.pk)
    problems = []
    if row.state not in {"open", "closed"}:
        words = f"“{row.name}”{row.get_state_display()}，不能作废"
        problems.append(Problem(words, code="not_live"))
    if not reason.strip():
        problems.append(Problem("请写明作废的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    row.state, row.note = "void", reason.strip()[:200]
    row.save(update_fields=["state", "note"])
    tallies.take_back(by=by, at=at, round_=row)
    record_in_all(
        by=by,
        action="round.void",
        round_=row,
        summary=f"{row.name}作废（{reason.strip()}）",
        payload={"attempt": row.attempt},
    )
    return row


@transaction.atomic
def reopen_round(
    *, by: User, at: datetime, round_: Round, closes_at: datetime, reason: str
) -> Round:
    """Take papers again until a later instant, while the count is not confirmed yet.

    The roll stays as frozen; closing tallies stay on file. Refused without a reason, when the new
    instant lies behind, or when nothing is closed.
    """
    require(by, Permission.OPEN_ROUND, on=round_)
    row = tallies.under_way(round_.pk)
    problems = []
    if row.state != "closed":
        words = f"“{row.name}”{row.get_state_display()}，不能重新开放"
        remedy = "已复核的另开一轮" if row.state == "confirmed" else ""
        problems.append(Problem(words, code="not_closed", remedy=remedy))
    if closes_at <= at:
        expected = f"晚于 {shown(at)}"
        problems.append(Problem("新的截止时间已过", field="closes_at", expected=expected))
    if not reason.strip():
        problems.append(Problem("请写明重新开放的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    before, row.state, row.closes_at = row.closes_at, "open", closes_at
    row.closed_at = row.closed_by = None
    row.note, row.hand_counts = reason.strip()[:200], {}
    row.save(update_fields=["state", "closes_at", "closed_at", "closed_by", "note", "hand_counts"])
    record_in_all(
        by=by,
        action="round.reopen",
        round_=row,
        summary=f"{row.name}重新开放至 {shown(closes_at)}（{reason.strip()}）",
        payload={"from": before.isoformat(), "to": closes_at.isoformat()},
    )
    return row


@transaction.atomic
def void_live(*, by: User, on: date, project: Project, reason: str) -> int:
    """Void the rounds of a project that leaves the plan on that day (settings.WITHDRAWALS).

    Returns how many. Nobody is asked any more; papers stay on file.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    at = datetime.combine(on, time.max, tzinfo=SHANGHAI)
    live = Round.objects.of(project).filter(state__in=["open", "closed"])
    for row in live:
        void_round(by=by, at=at, round_=row, reason=f"项目退出计划：{reason}")
    return len(live)


def consent_step(project: Project, key: str) -> Step | None:
    """The project's step that carries out this round."""
    return step_of(project, StepKind.CONSENT, key)


def round_number(project: Project, key: str) -> int:
    """1 for the first consent step of the procedure, 2 for the second, …"""
    keys = project.steps.filter(kind=StepKind.CONSENT).order_by("position")
    subjects = list(dict.fromkeys(keys.values_list("subject", flat=True)))
    return subjects.index(key) + 1 if key in subjects else 1
