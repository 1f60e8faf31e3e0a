"""Recording papers: one live paper per unit, the running tally in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Batch, HeadUnit, Mandate, Paper, Round
from approvals.rules.papers import (
    PaperFacts,
    number_taken,
    refusals,
    stranger,
    too_many_signers,
    twice,
)
from approvals.rules.words import room_words
from approvals.selectors.blindness import reads_blind
from approvals.selectors.evidence import evidence_of
from approvals.selectors.mandates import signed_under
from approvals.selectors.rules import round_facts
from approvals.services import tallies
from approvals.services.paper_counting import choices, mates_of, recount
from approvals.services.paper_rows import trail, write_answers
from common.errors import Conflict, Refused
from common.names import mask_name
from records.models import Attachment


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as typed; `answers` and `reasons` (of invalid ones) by matter key.

    `received_at` None means now; `signers` how many signed as owners, where that was counted;
    `witness` heard an answer by telephone; `client_id` is the typing browser's own number.
    """

    answers: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    channel: str = "paper"
    received_at: datetime | None = None
    signed_on: date | None = None
    proxy: str = ""
    witness: str = ""
    signers: int | None = None
    client_id: str = ""
    batch: Batch | None = None


@transaction.atomic
def record_paper(*, by: User, at: datetime, round_: Round, unit: HeadUnit, entry: Entry) -> Paper:
    """Record one household's paper, in a constant number of queries.

    The same `client_id` again returns the paper it made, withdrawn or not. Raises Refused with
    every reason against the paper, Conflict when somebody else recorded it first.
    """
    require(by, Permission.RECORD_PAPER, on=round_.project_at(unit.building))
    row = tallies.under_way(round_.pk)
    mates = mates_of(row, unit)
    received = entry.received_at or at
    if mates.live_paper is not None:
        return _again(mates.live_paper, entry.client_id, unit, by)
    if there := _sent_before(row, unit, entry.client_id):
        return there
    evidence = evidence_of(unit) if entry.channel == "online" else None
    paper = facts_of(entry, received, evidence=evidence is not None)
    mandate = None
    problems = list(refusals(round_facts(row), paper, at))
    if mates.units:
        mandate, refused = signed_under(row, unit.head_id, entry.proxy)
        problems += refused
        problems += too_many_signers(entry.signers, mates.owners)
    else:
        problems.append(stranger(unit.serial))
    if problems:
        raise Refused(problems)
    made = paper_of(by=by, at=at, entry=entry, mandate=mandate, evidence=evidence)
    made.round, made.unit = row, unit
    made.save(force_insert=True)
    write_answers(made, paper)
    after = {m: mates.answers.get(m, {}) | {unit.pk: c} for m, c in choices(entry.answers)}
    recount(by=by, at=at, round_=row, mates=mates, after=after)
    trail(by=by, action="paper.record", made=made, unit=unit, answers=entry.answers)
    return made


def paper_of(
    *,
    by: User,
    at: datetime,
    entry: Entry,
    mandate: Mandate | None,
    evidence: Attachment | None,
) -> Paper:
    """The entry as a paper of no unit yet; evidence is kept with an online answer only."""
    witness = entry.witness.strip()[:40]
    return Paper(
        channel=entry.channel,
        signed_on=entry.signed_on,
        received_at=entry.received_at or at,
        entered_at=at,
        entered_by=by,
        batch=entry.batch,
        proxy=mask_name(entry.proxy.strip()),
        mandate=mandate,
        witness=witness,
        witness_masked=mask_name(witness),
        evidence=evidence if entry.channel == "online" else None,
        signers=entry.signers,
        client_id=entry.client_id,
    )


def facts_of(entry: Entry, received: datetime, *, evidence: bool) -> PaperFacts:
    """The entry as the rules judge it."""
    return PaperFacts(
        entry.answers,
        entry.reasons,
        entry.channel,
        received,
        entry.signed_on,
        witness=entry.witness,
        evidence=evidence,
    )


def _sent_before(round_: Round, unit: HeadUnit, client_id: str) -> Paper | None:
    """What this sending made before it was withdrawn; a late repetition brings nothing back."""
    if not client_id:
        return None
    there = Paper.objects.filter(round=round_, client_id=client_id).first()
    if there is not None and there.unit_id != unit.pk:
        raise Conflict(number_taken(client_id))
    return there


def _again(live: int, client_id: str, unit: HeadUnit, by: User) -> Paper:
    """The paper that is there already: the same sending again, or somebody else's.

    Of another's what it says is told only to who has nothing left to read blind.
    """
    rows = Paper.objects.select_related("entered_by").prefetch_related("answers")
    there = rows.get(pk=live)
    if client_id and there.client_id == client_id:
        return there
    room = room_words(unit.building, unit.entrance, unit.room)
    hidden = there.entered_by_id != by.pk and reads_blind(by, there.round)
    said = {} if hidden else {answer.matter: answer.choice for answer in there.answers.all()}
    raise Conflict(twice(room, str(there.entered_by), there.entered_at, said))
