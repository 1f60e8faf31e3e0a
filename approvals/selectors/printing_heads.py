"""What stands at the head of every paper of a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from approvals.models import Round
from approvals.selectors.rules import round_rule
from common.explanations import Clause


@dataclass(frozen=True, slots=True)
class RoundHead:
    """What stands on every paper of a round; `communities` are those of a cluster."""

    project: str
    demo: bool
    round: str
    attempt: int
    paper_name: str
    summary_name: str
    organiser: str
    contact: str
    opens_at: datetime
    closes_at: datetime
    frozen_on: date
    heads: int
    units: int
    area: Decimal
    clauses: tuple[Clause, ...]
    policy: str
    communities: tuple[str, ...] = ()

    @property
    def owners(self) -> str:
        """Whose owners are addressed: the community's, of a cluster those of each by its name."""
        return "、".join(self.communities) or self.project


def round_head(round_: Round) -> RoundHead:
    """The head of every paper of this round."""
    governed = round_rule(round_)
    rule = governed.rule
    return RoundHead(
        project=round_.whose,
        demo=round_.project.demo,
        round=round_.name,
        attempt=round_.attempt,
        paper_name=rule.paper_name,
        summary_name=rule.summary_name,
        organiser=round_.organiser,
        contact=round_.contact,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        frozen_on=round_.pin.day,
        heads=round_.heads,
        units=round_.units,
        area=round_.area,
        clauses=rule.clauses,
        communities=tuple(round_.communities),
        policy=f"{governed.version.title} 第 {governed.version.sequence} 版",
    )
