"""The summary of a round as words and exact numbers; areas are ㎡ with two places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from approvals.rules.tally import Count
from approvals.selectors.communities import Community
from approvals.selectors.printing_heads import RoundHead
from common.explanations import Explanation


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """One building of the summary, or its total."""

    name: str
    all_units: int
    all_area: Decimal
    returned: int
    valid: int
    valid_area: Decimal
    agree: int
    agree_area: Decimal
    against: int
    abstain: int
    invalid: int
    missing: int


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """One threshold in words: value, base, ratio, rule, least, result."""

    label: str
    value: str
    base: str
    share: str
    rule: str
    least: str
    met: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """One building or entrance judged by itself: its owners, its verdict, what it lacks."""

    name: str
    all_heads: int
    all_area: Decimal
    part_heads: int
    part_area: Decimal
    agree_heads: int
    agree_area: Decimal
    against_heads: int
    verdict: str
    lacks: str


@dataclass(frozen=True, slots=True)
class MatterSummary:
    """One matter of the summary. `whole`: the count of all owners, heads and ㎡ exact."""

    name: str
    buildings: tuple[BuildingRow, ...]
    total: BuildingRow
    thresholds: tuple[ThresholdRow, ...]
    notes: tuple[str, ...]
    conclusion: str
    passed: bool
    explanation: Explanation
    parts: tuple[PartRow, ...] = ()
    communities: tuple[Community, ...] = ()
    whole: Count = field(default_factory=Count)


@dataclass(frozen=True, slots=True)
class ConsentSummary:
    """The summary of a round. `standing`: 复核确认, 截止计票 or 实时（未截止）."""

    head: RoundHead
    standing: str
    counted_at: datetime
    matters: tuple[MatterSummary, ...]
    counters: str
    confirmed_by: str
    undelivered: tuple[tuple[str, str, str], ...]  # room, serial, reason
    missing: tuple[tuple[str, str], ...]  # room, serial

    @property
    def delivered(self) -> int:
        """Households that have their paper: all but those noted as undelivered."""
        return self.head.units - len(self.undelivered)
