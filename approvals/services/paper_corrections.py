"""Correcting and withdrawing papers: another row that points back, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Paper
from approvals.rules.papers import PaperFacts, refusals, round_over
from approvals.selectors.rules import round_facts
from approvals.services import tallies
from approvals.services.paper_counting import choices, mates_of, recount
from approvals.services.paper_rows import trail, write_answers
from common.errors import Conflict, Problem, Refused

KEPT = (
    *("round_id", "unit_id", "batch_id", "channel", "received_at", "signed_on", "signers"),
    *("proxy", "mandate_id", "witness", "witness_masked", "evidence_id"),
)


@transaction.atomic
def correct_paper(
    *,
    by: User,
    at: datetime,
    paper: Paper,
    answers: Mapping[str, str],
    reason: str,
    reasons: Mapping[str, str] | None = None,
    client_id: str = "",
) -> Paper:
    """Replace what was typed by another row that points back, with the reason."""
    require(by, Permission.RECORD_PAPER, on=paper.round.project_at(paper.unit.building))
    row = tallies.under_way(paper.round_id)
    old = _live(paper, reason)
    mates = mates_of(row, old.unit)
    facts = _said(old, answers, reasons)
    problems = list(refusals(round_facts(row), facts, at))
    if problems:
        raise Refused(problems)
    Paper.objects.filter(pk=old.pk).update(live=False)
    made = _successor(old, by=by, at=at, reason=reason, client_id=client_id)
    write_answers(made, facts)
    after = {m: mates.answers.get(m, {}) | {old.unit_id: c} for m, c in choices(answers)}
    recount(by=by, at=at, round_=row, mates=mates, after=after)
    trail(by=by, action="paper.correct", made=made, unit=old.unit, answers=answers)
    return made


@transaction.atomic
def withdraw_paper(*, by: User, at: datetime, paper: Paper, reason: str) -> Paper:
    """Take a paper back as if it had not come in; a row without answers says who and why."""
    require(by, Permission.RECORD_PAPER, on=paper.round.project_at(paper.unit.building))
    row = tallies.locked(paper.round_id)
    old = _live(paper, reason)
    problems = round_over(round_facts(row))
    if problems:
        raise Refused(problems)
    mates = mates_of(row, old.unit)
    Paper.objects.filter(pk=old.pk).update(live=False)
    made = _successor(old, by=by, at=at, reason=reason, live=False, withdrawn=True)
    after = {
        matter: {unit: c for unit, c in by_unit.items() if unit != old.unit_id}
        for matter, by_unit in mates.answers.items()
    }
    recount(by=by, at=at, round_=row, mates=mates, after=after)
    trail(by=by, action="paper.withdraw", made=made, unit=old.unit, answers={})
    return made


def _live(paper: Paper, reason: str) -> Paper:
    """The paper as it stands under the lock; refused when it was changed meanwhile."""
    row = Paper.objects.select_related("unit", "entered_by").get(pk=paper.pk)
    if not row.live:
        raise Conflict("这份意见表已经更正或撤回过，请刷新后再办")
    if not reason.strip():
        raise Refused(Problem("请写明更正或撤回的事由", code="reason_needed", field="reason"))
    return row


def kept_of(old: Paper) -> dict[str, Any]:
    """What a row that follows another keeps of it: how it came in, and what it rests on."""
    return {name: getattr(old, name) for name in KEPT}


def _said(
    paper: Paper, answers: Mapping[str, str], reasons: Mapping[str, str] | None
) -> PaperFacts:
    """Other answers on the same paper."""
    return PaperFacts(
        answers,
        reasons or {},
        paper.channel,
        paper.received_at,
        paper.signed_on,
        witness=paper.witness,
        evidence=paper.evidence_id is not None,
    )


def _successor(old: Paper, *, by: User, at: datetime, reason: str, **more: Any) -> Paper:
    """The row that follows."""
    return Paper.objects.create(
        **kept_of(old),
        entered_at=at,
        entered_by=by,
        supersedes=old,
        reason=reason.strip()[:200],
        **more,
    )
