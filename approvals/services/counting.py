"""Closing a round, and its confirmation by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Batch, Paper, Round, Tally
from approvals.rules.hand_counts import HandCount, compare, differences
from approvals.rules.papers import shown
from approvals.rules.parts import WHOLE, Part
from approvals.rules.tally import CHOICES, Count
from approvals.rules.words import building_words
from approvals.selectors.custody import open_questions
from approvals.selectors.rules import judged, matters_of
from approvals.selectors.second_entries import second_pass
from approvals.services import tallies
from approvals.services.round_trail import record_in_all
from approvals.services.rounds import consent_step
from approvals.services.sealing import seal_round
from common.clock import civil_day
from common.collecting import collecting_afterwards
from common.errors import Conflict, Problem, Refused
from policies.rules.consent import ConsentOutcome
from policies.rules.model import Matter
from policies.rules.vocabulary import MilestoneKind
from renovation.models import Project
from renovation.selectors.situations import definition
from renovation.services.facts import reach_milestone, revoke_milestone

Counts = Mapping[str, Mapping[Part, Count]]  # by matter
CONSENTS = (MilestoneKind.FIRST_CONSENT, MilestoneKind.CONSENTED)


@collecting_afterwards()
@transaction.atomic
def close_round(
    *, by: User, at: datetime, round_: Round, hand_counts: HandCount, reason: str = ""
) -> Round:
    """Stop taking papers and write the closing tally, compared with the hand count.

    Before the announced instant a reason is asked, and the instant becomes `at`. Called again while
    the tally awaits confirmation, it takes a new hand count. Refused with every difference.
    """
    require(by, Permission.CLOSE_ROUND, on=round_)
    row = tallies.under_way(round_.pk)
    _still_live(row)
    counts = tallies.full_counts(row)
    problems = second_pass(row).problems()  # with papers unread the sums are nobody's yet
    problems += [] if problems else _hand(row, counts, hand_counts)
    problems += open_questions(row)
    problems += [
        Problem(
            f"{building_words(batch.building)}第 {batch.number} 批还没有提交复核",
            code="batch_open",
            remedy="到录票页对账并提交",
        )
        for batch in Batch.objects.filter(round=row, submitted_at=None)
    ]
    early = row.state == "open" and at < row.closes_at
    if early and not reason.strip():
        problems.append(
            Problem(
                f"公布的截止时间是 {shown(row.closes_at)}，提前截止须写明原因",
                code="reason_needed",
                field="reason",
            )
        )
    if problems:
        raise Refused(problems)
    if early:
        row.closes_at, row.note = at, reason.strip()[:200]
    row.state, row.closed_at, row.closed_by = "closed", at, by
    row.hand_counts = {matter: dict(by_choice) for matter, by_choice in hand_counts.items()}
    row.save(update_fields=["closes_at", "note", "state", "closed_at", "closed_by", "hand_counts"])
    _store(row, counts, "closing", by=by, at=at)
    _compare_running(row, counts)
    record_in_all(
        by=by,
        action="round.close",
        round_=row,
        summary=f"{row.name}截止：收回 {_first(counts).returned_units} 份",
        payload={"hand": row.hand_counts, "early": early},
    )
    return row


@collecting_afterwards()
@transaction.atomic
def confirm_tally(*, by: User, at: datetime, round_: Round) -> list[Tally]:
    """The second person's confirmation: recounted from the papers, certified, reported downward.

    Reaches the consent milestone when every matter passed. Refused for whoever closed the round,
    and when papers came in after the hand count.
    """
    require(by, Permission.CONFIRM_TALLY, on=round_)
    row = tallies.under_way(round_.pk)
    if row.state != "closed":
        raise Conflict(f"“{row.name}”{row.get_state_display()}，不在待复核状态")
    counts = tallies.full_counts(row)
    problems = _hand(row, counts, row.hand_counts) + open_questions(row)
    problems += second_pass(row).problems()
    if row.closed_by_id == by.pk:
        problems.append(Problem("截止与复核须由两人办理，您已办理截止", code="second_person"))
    if problems:
        raise Refused(problems)
    _compare_running(row, counts)
    row.state, row.confirmed_at, row.confirmed_by = "confirmed", at, by
    row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    written = _store(row, counts, "certificate", by=by, at=at)
    whole = {matter: by_part[WHOLE] for matter, by_part in counts.items()}
    outcomes = tallies.report(
        by=by, at=at, round_=row, whole=whole, confirmed=True, source="复核结果"
    )
    for project in row.projects:
        _milestone(row, project, outcomes, by=by, at=at)
    passed = tallies.decided(row, outcomes)
    entries = record_in_all(
        by=by,
        action="round.confirm",
        round_=row,
        summary=f"复核{row.name}：{'通过' if passed else '未通过'}",
        payload={"tallies": [tally.pk for tally in written], "passed": passed},
    )
    seal_round(by=by, at=at, round_=row, confirmed=entries[-1])
    return written


def typed_counts(counts: Counts, part: Part = WHOLE) -> HandCount:
    """Papers by matter and category, as they are compared with a hand count."""
    return {
        matter: {
            choice: getattr(by_part.get(part, Count()), f"{choice}_units") for choice in CHOICES
        }
        for matter, by_part in counts.items()
    }


def _still_live(row: Round) -> None:
    if row.state not in {"open", "closed"}:
        raise Conflict(f"“{row.name}”{row.get_state_display()}，不能再截止")


def _hand(row: Round, counts: Counts, hand: HandCount) -> list[Problem]:
    names = {matter.key: matter.name for matter in matters_of(row)}
    return list(differences(names, compare(names, typed_counts(counts), hand)))


def _compare_running(row: Round, counts: Counts) -> None:
    """The stored running tally must equal the recount; anything else is a fault to report."""
    for running in row.running.all():
        if Count.of(running) != counts[running.matter][running.part]:
            raise Refused(
                Problem(
                    "实时计票与逐张重算不一致，已停止办理",
                    code="tally_differs",
                    value=f"{running.matter}/{running.part.words or '合计'}",
                    remedy="请系统管理员作计票核验，查明后再办",
                )
            )


def _store(
    row: Round,
    counts: Counts,
    occasion: str,
    *,
    by: User,
    at: datetime,
) -> list[Tally]:
    last = Paper.objects.filter(round=row).aggregate(last=Max("pk"))["last"] or 0
    return [
        Tally.objects.create(
            round=row,
            last_paper=last,
            matter=matter.key,
            occasion=occasion,
            taken_at=at,
            taken_by=by,
            **_result(row, matter, counts[matter.key]),
        )
        for matter in matters_of(row)
    ]


def _result(row: Round, matter: Matter, by_part: Mapping[Part, Count]) -> dict[str, object]:
    outcome = judged(row, matter, by_part[WHOLE], by_part)
    return {
        "counts": by_part[WHOLE].as_text(),
        "buildings": [
            {"building": part.building, **count.as_text()}
            for part, count in by_part.items()
            if part == Part(part.building) != WHOLE
        ],
        "parts": [
            {**part._asdict(), **count.as_text()}
            for part, count in by_part.items()
            if part != Part(part.building)
        ],
        "valid": outcome.valid,
        "passed": outcome.passed,
        "explanation": outcome.explanation.to_dict(),
    }


def _milestone(
    row: Round, project: Project, outcomes: list[ConsentOutcome], *, by: User, at: datetime
) -> None:
    if row.partial:
        return
    kind = milestone_of(row, project)
    day = civil_day(at)
    if tallies.decided(row, outcomes):
        reach_milestone(
            by=by,
            on=day,
            project=project,
            kind=kind,
            evidence=f"{row.name}复核通过（{by}，{day}）",
            explanation=tallies.together(row, outcomes),
        )
    else:
        revoke_milestone(
            by=by,
            on=day,
            project=project,
            kind=kind,
            reason=f"{row.name}第 {row.attempt} 次未通过",
        )


def milestone_of(row: Round, project: Project) -> MilestoneKind:
    """What this round reaches for a project that it asks in.

    As its step says, else the last round is the consent itself.
    """
    step = consent_step(project, row.key)
    reaches = definition(step).reaches if step else None
    if reaches in CONSENTS:
        return reaches
    later = project.steps.filter(kind="consent").order_by("-position").first()
    last = later is None or later.subject == row.key
    return MilestoneKind.CONSENTED if last else MilestoneKind.FIRST_CONSENT


def _first(counts: Counts) -> Count:
    return next(iter(counts.values()))[WHOLE]
