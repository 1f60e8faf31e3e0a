"""Rounds of asking the owners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from approvals.models import HeadUnit, Round
from approvals.services.bulk import record_papers
from approvals.services.counting import close_round, confirm_tally, typed_counts
from approvals.services.opening import open_round
from approvals.services.papers import Entry
from approvals.services.tallies import full_counts
from config.demo.carrying.steps import Steps
from config.demo.cast import at


@dataclass(frozen=True, slots=True)
class Ballot:
    """How many units of a building answered what, in the order of the roll; the rest is missing."""

    agree: int
    against: int = 0
    abstain: int = 0
    invalid: int = 0

    def choices(self) -> Iterable[str]:
        """The answers, agreeing ones first."""
        for choice in ("agree", "against", "abstain", "invalid"):
            yield from [choice] * getattr(self, choice)


class Consent(Steps):
    """Opening, collecting, closing, confirming."""

    def open(self, key: str, day: str, closes: str, organiser: str) -> Round:
        """Freeze the roll and start asking."""
        return open_round(
            by=self.clerk,
            at=at(day, 9),
            project=self.project,
            key=key,
            closes_at=at(closes, 18),
            organiser=organiser,
            contact="0536-0000000（演示）",
        )

    def collect(self, round_: Round, day: str, ballots: Sequence[Ballot], hour: int = 20) -> None:
        """Papers of one evening, a ballot for each building in order."""
        buildings = list(
            dict.fromkeys(
                HeadUnit.objects.filter(round=round_)
                .order_by("position")
                .values_list("building", flat=True)
            )
        )
        rows: list[tuple[HeadUnit, Entry]] = []
        for building, ballot in zip(buildings, ballots, strict=True):
            free = HeadUnit.objects.filter(round=round_, building=building).exclude(
                papers__live=True
            )
            # Those who own several homes answer first, so that their homes agree with one another.
            units = sorted(
                free.select_related("head"), key=lambda unit: (unit.head.owner_ids, unit.position)
            )
            units.sort(key=lambda unit: -unit.head.units.count())
            rows += [
                (unit, self.entry(round_, choice, day))
                for unit, choice in zip(units, ballot.choices(), strict=False)
            ]
        record_papers(by=self.clerk, at=at(day, hour), round_=round_, entries=rows)

    def entry(self, round_: Round, choice: str, day: str) -> Entry:
        """One paper with the same answer to every matter."""
        reasons = dict.fromkeys(round_.items, "未签名") if choice == "invalid" else {}
        return Entry(
            answers=dict.fromkeys(round_.items, choice),
            reasons=reasons,
            received_at=at(day, 17),
            signed_on=date.fromisoformat(day),
        )

    def close(self, round_: Round, day: str, reason: str = "") -> None:
        """Close with the hand count."""
        hand = typed_counts(full_counts(round_))
        close_round(
            by=self.clerk, at=at(day, 18, 30), round_=round_, hand_counts=hand, reason=reason
        )

    def confirm(self, round_: Round, day: str) -> None:
        """The second person."""
        confirm_tally(by=self.cast.reviewer, at=at(day, 10), round_=round_)

    def ask(
        self, key: str, days: Sequence[str], ballots: Sequence[Ballot], organiser: str
    ) -> Round:
        """A whole round: opened, collected, closed, confirmed."""
        opened, collected, closed, confirmed = days
        round_ = self.open(key, opened, closed, organiser)
        self.collect(round_, collected, ballots)
        self.close(round_, closed)
        self.confirm(round_, confirmed)
        return round_
