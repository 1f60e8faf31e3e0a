"""Many papers at once, as one act: for imports and demonstration data. Counted once at the end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require_all
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Answer, HeadUnit, Mandate, Paper, Round
from approvals.rules.papers import refusals, stranger, too_many_signers
from approvals.rules.parts import WHOLE
from approvals.rules.tally import Count
from approvals.selectors.evidence import evidence_by_unit
from approvals.selectors.mandates import signed_under
from approvals.selectors.rules import round_facts
from approvals.selectors.seeing import places_of
from approvals.services import tallies
from approvals.services.papers import Entry, facts_of, paper_of
from approvals.services.round_trail import record_in_all
from common.crypto import digest
from common.errors import Problem, Refused
from records.models import Attachment

Rows = Sequence[tuple[HeadUnit, Entry]]


@transaction.atomic
def record_papers(*, by: User, at: datetime, round_: Round, entries: Rows) -> int:
    """Record many households' papers; all or none. Returns how many.

    Raises Refused with the problems of every paper, each named by its serial: the same checks as
    `record_paper`.
    """
    places = places_of(round_, (unit.building for unit, _ in entries))
    require_all(by, Permission.RECORD_PAPER, on=places)
    row = tallies.under_way(round_.pk)
    kept = evidence_by_unit(unit.pk for unit, entry in entries if entry.channel == "online")
    mandates, problems = _problems(row, entries, kept, at)
    if problems:
        raise Refused(problems)
    papers = []
    for unit, entry in entries:
        mandate, shown = mandates.get(unit.pk), kept.get(unit.pk)
        paper = paper_of(by=by, at=at, entry=entry, mandate=mandate, evidence=shown)
        paper.round, paper.unit = row, unit
        papers.append(paper)
    Paper.objects.bulk_create(papers)
    Answer.objects.bulk_create(
        Answer(
            paper=paper,
            matter=matter,
            choice=choice,
            reason=entry.reasons.get(matter, "") if choice == "invalid" else "",
        )
        for paper, (_, entry) in zip(papers, entries, strict=True)
        for matter, choice in entry.answers.items()
    )
    count_anew(by=by, at=at, round_=row)
    # Keyed: who reads the trail could else try out what a few households said.
    body = json.dumps([[unit.serial, dict(entry.answers)] for unit, entry in entries])
    record_in_all(
        by=by,
        action="paper.record_many",
        round_=row,
        summary=f"{row.name}录入意见表 {len(papers)} 份",
        payload={"papers": len(papers), "digest": digest("papers", body)},
        projects=places,
    )
    return len(papers)


def _problems(
    row: Round, entries: Rows, kept: Mapping[int, Attachment], at: datetime
) -> tuple[dict[int, Mandate], list[Problem]]:
    """The mandates that papers rest on, by unit, and everything against the papers."""
    facts = round_facts(row)
    roll = dict(HeadUnit.objects.filter(round=row).values_list("pk", "head__owner_ids"))
    taken = set(Paper.objects.filter(round=row, live=True).values_list("unit_id", flat=True))
    found: list[Problem] = []
    mandates: dict[int, Mandate] = {}
    for unit, entry in entries:
        paper = facts_of(entry, entry.received_at or at, evidence=unit.pk in kept)
        found += [_named(unit, problem) for problem in refusals(facts, paper, at)]
        if unit.pk not in roll:
            found.append(stranger(unit.serial))
        else:
            mandate, refused = signed_under(row, unit.head_id, entry.proxy)
            refused += too_many_signers(entry.signers, len(roll[unit.pk]))
            found += [_named(unit, one) for one in refused]
            if mandate is not None:
                mandates[unit.pk] = mandate
        if unit.pk in taken:
            found.append(Problem("意见表已经录过", code="already_recorded", field=unit.serial))
        taken.add(unit.pk)
    return mandates, found


def _named(unit: HeadUnit, problem: Problem) -> Problem:
    return Problem(
        problem.message,
        code=problem.code,
        field=unit.serial,
        value=problem.value,
        expected=problem.expected,
        remedy=problem.remedy,
    )


def count_anew(*, by: User, at: datetime, round_: Round) -> None:
    """Bring running tallies and facts to what the live papers say, under the round's lock."""
    counts = tallies.full_counts(round_)
    stored = {(r.matter, r.part): Count.of(r) for r in round_.running.all()}
    changes = {
        matter: {part: count - stored[matter, part] for part, count in by_part.items()}
        for matter, by_part in counts.items()
    }
    tallies.apply(round_, changes, at)
    whole = {matter: by_part[WHOLE] for matter, by_part in counts.items()}
    tallies.report(by=by, at=at, round_=round_, whole=whole)
