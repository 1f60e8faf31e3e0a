"""Typing a paper a second time, and settling what differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HeadUnit, Paper, SecondEntry
from approvals.models.rounds import Round
from approvals.rules.papers import PaperFacts, answer_refusals, stranger
from approvals.selectors.rules import round_facts, round_rule
from approvals.services import tallies
from approvals.services.paper_corrections import correct_paper
from approvals.services.round_trail import trail_at
from common.errors import Conflict, NotAllowed, Problem, Refused

SETTLED = "两遍录入不一致，第三人核定"


@transaction.atomic
def enter_again(
    *,
    by: User,
    at: datetime,
    round_: Round,
    unit: HeadUnit,
    answers: Mapping[str, str],
    reasons: Mapping[str, str] | None = None,
    client_id: str = "",
) -> SecondEntry:
    """What another person reads on the paper, without changing the count.

    The same `client_id` again returns the entry that it made. Not allowed for who typed the first;
    refused where the policy asks for no second entry, no first is there or an answer is missing.
    """
    require(by, Permission.RECORD_PAPER, on=round_.project_at(unit.building))
    row = tallies.under_way(round_.pk)
    paper = Paper.objects.filter(round=row, unit=unit, live=True).first()
    problems = _shape(row, unit, paper, answers, reasons or {})
    if problems or paper is None:
        raise Refused(problems)
    there = SecondEntry.objects.filter(paper=paper).select_related("entered_by").first()
    if there is not None:
        if client_id and there.client_id == client_id:
            return there
        raise Conflict(f"这一份的第二遍已由{there.entered_by}录入")
    if paper.entered_by_id == by.pk:
        raise NotAllowed("这一份的第一遍由您录入，第二遍须由另一人录。")
    first = dict(paper.answers.values_list("matter", "choice"))
    made = SecondEntry.objects.create(
        round=row,
        paper=paper,
        first_by_id=paper.entered_by_id,
        answers=dict(answers),
        agrees=first == dict(answers),
        client_id=client_id,
        entered_at=at,
        entered_by=by,
    )
    record(
        by=by,
        action="paper.second",
        on=made,
        **trail_at(row, unit.building),
        summary=f"第二遍录入 {unit.serial}：{'相同' if made.agrees else '不一致'}",
        payload={"paper": paper.pk, "agrees": made.agrees},
    )
    return made


@transaction.atomic
def settle_difference(
    *,
    by: User,
    at: datetime,
    entry: SecondEntry,
    answers: Mapping[str, str],
    reasons: Mapping[str, str] | None = None,
) -> SecondEntry:
    """A third person reads the paper: the first typing stands, or is corrected with this reason."""
    require(by, Permission.RECORD_PAPER, on=entry.round.project_at(entry.paper.unit.building))
    row = tallies.under_way(entry.round_id)
    now = SecondEntry.objects.select_related("paper__unit").get(pk=entry.pk)
    if now.agrees or now.settled_at:
        raise Conflict("这一份两遍相同，或已经核定")
    if by.pk in {now.first_by_id, now.entered_by_id}:
        raise NotAllowed("两遍不一致的须由第三人核定。")
    paper = now.paper
    if not paper.live:
        raise Conflict("这一份已经更正或撤回过，请刷新后再办")
    first = dict(paper.answers.values_list("matter", "choice"))
    if dict(answers) != first:
        paper = correct_paper(
            by=by, at=at, paper=paper, answers=answers, reasons=reasons, reason=SETTLED
        )
    now.settled_paper, now.settled_at, now.settled_by = paper, at, by
    now.save(update_fields=["settled_paper", "settled_at", "settled_by"])
    record(
        by=by,
        action="paper.settle",
        on=now,
        **trail_at(row, paper.unit.building),
        summary=f"核定 {paper.unit.serial}：{'按第一遍' if paper == now.paper else '更正'}",
        payload={"paper": paper.pk},
    )
    return now


def _shape(
    row: Round,
    unit: HeadUnit,
    paper: Paper | None,
    answers: Mapping[str, str],
    reasons: Mapping[str, str],
) -> list[Problem]:
    """Every reason against this second typing."""
    problems = _standing(row)
    if unit.round_id != row.pk:
        problems.append(stranger(unit.serial))
    if paper is None:
        words = f"{unit.serial} 还没有录第一遍"
        problems.append(Problem(words, code="no_first", field="unit", remedy="先按录票录入"))
        return problems
    typed = PaperFacts(answers, reasons, paper.channel, paper.received_at, paper.signed_on)
    return problems + list(answer_refusals(round_facts(row), typed))


def _standing(row: Round) -> list[Problem]:
    found = []
    if round_rule(row).rule.second_entry == "none":
        found.append(Problem("方案没有要求第二遍录入", code="not_asked"))
    if row.state not in {"open", "closed"}:
        words = f"“{row.name}”{row.get_state_display()}，不再录入"
        found.append(Problem(words, code="round_over"))
    return found
