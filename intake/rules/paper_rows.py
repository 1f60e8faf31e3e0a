"""Rows of papers typed elsewhere: what stands against each, told in the cell that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from approvals.rules.papers import SHANGHAI, PaperFacts, RoundFacts, refusals, too_many_signers
from common.errors import Problem
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow

ANSWER = "answer_"
WHOLE = frozenset({"round_over"})
COLUMNS = {"received_at": "received_on"} | {
    name: name for name in ("signed_on", "channel", "witness", "signers")
}


def answers_of(row: ParsedRow) -> dict[str, str]:
    """What the paper says, by matter; cells that say nothing are left out."""
    return {
        key.removeprefix(ANSWER): str(value)
        for key, value in row.values.items()
        if key.startswith(ANSWER) and value
    }


def received(text: str, round_: RoundFacts, now: datetime) -> datetime:
    """A day counts as the instant of that day that lies inside the round, else its noon.

    Without a day the paper is received now.
    """
    if not text:
        return now
    noon = datetime.combine(date.fromisoformat(text), time(12), SHANGHAI)
    for edge in (round_.opens_at, round_.closes_at):
        inside = round_.opens_at <= noon <= round_.closes_at
        if not inside and edge.astimezone(SHANGHAI).date() == noon.date():
            return edge
    return min(noon, now) if noon.date() == now.astimezone(SHANGHAI).date() else noon


def paper_of(
    row: ParsedRow, round_: RoundFacts, now: datetime, *, evidence: bool = False
) -> PaperFacts:
    """The row as a paper; `evidence`: what the home answered online is kept with it."""
    answers = answers_of(row)
    reason = row.text("reason")
    signed = row.text("signed_on")
    return PaperFacts(
        answers,
        {matter: reason for matter, choice in answers.items() if choice == "invalid" and reason},
        row.text("channel") or "paper",
        received(row.text("received_on"), round_, now),
        date.fromisoformat(signed) if signed else None,
        witness=row.text("witness"),
        evidence=evidence,
    )


def signers_of(row: ParsedRow) -> int | None:
    """How many signed as owners; None where nobody counted."""
    text = row.text("signers")
    return int(Decimal(text)) if text else None


def against(
    row: ParsedRow, round_: RoundFacts, now: datetime, *, evidence: bool, owners: int
) -> list[Finding]:
    """Every reason against the paper of a home with so many owners, as in typing, at its cells."""
    found = refusals(round_, paper_of(row, round_, now, evidence=evidence), now)
    return [
        _told(row, problem)
        for problem in (*found, *too_many_signers(signers_of(row), owners))
        if problem.code not in WHOLE and not _told_already(row, problem)
    ]


def _told_already(row: ParsedRow, problem: Problem) -> bool:
    """An answer that could not be read has been told as such."""
    return problem.code == "missing_answer" and problem.field[:30] not in row.values


def over(round_: RoundFacts, now: datetime, sheet: str) -> list[Finding]:
    """What stands against every paper of the round alike, told once."""
    nothing = PaperFacts({}, {}, "paper", now, None)
    return [
        Finding("refuse", problem.code, problem.message, sheet)
        for problem in refusals(round_, nothing, now)
        if problem.code in WHOLE
    ]


def _told(row: ParsedRow, problem: Problem) -> Finding:
    field = problem.field
    key = COLUMNS.get(field, "reason" if field.startswith("reason_") else field[:30])
    cell = row.cells.get(key) or row.cells["paper"]
    return Finding(
        "refuse",
        problem.code,
        problem.message,
        row.sheet,
        cell,
        problem.value,
        problem.expected,
        problem.remedy,
    )


def twice(rows: Iterable[tuple[ParsedRow, str]]) -> list[Finding]:
    """Two papers of one household in one table."""
    seen: dict[str, ParsedRow] = {}
    found = []
    for row, serial in rows:
        first = seen.setdefault(serial, row)
        if first is not row:
            found.append(
                Finding(
                    "refuse",
                    "duplicate",
                    f"与第 {first.number} 行是同一户的意见表",
                    row.sheet,
                    row.cells["paper"],
                    row.text("paper"),
                    "每户一份",
                    "请核对，删去重复的一行",
                )
            )
    return found
