"""A whole policy as read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from policies.rules.approval_model import (
    AcceptanceRule,
    HandoverItem,
    NoticeRule,
    ReviewRule,
)
from policies.rules.catalogue_model import CatalogueItem, Level, UnitKey
from policies.rules.checklist_model import Checklist
from policies.rules.consent_model import ConsentRound
from policies.rules.eligibility_model import EligibilityRule, QuotaRule
from policies.rules.figures import Figure
from policies.rules.government_model import GovernmentRule
from policies.rules.money_model import SharesRule
from policies.rules.obligation_model import Obligation
from policies.rules.premise_model import ItemList, OwnFact, Terms, Track
from policies.rules.priority_model import PriorityRule
from policies.rules.procedure_model import (
    Procedure,
)
from policies.rules.reading_model import Conflict, TimingRule
from policies.rules.registers import Register
from policies.rules.sequences import SequenceRule
from policies.rules.stream_model import FundRule, SpreadRule, StreamRule
from policies.rules.time_model import Limit, ReturnRule
from policies.rules.utility_model import UtilityRule
from policies.rules.warranties import Warranty


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy as read; what it does not state, a wider layer may."""

    key: str
    place: str
    programme: str
    title: str
    short: str
    document: str
    issued: date | None
    effective_from: date
    effective_to: date | None
    units: tuple[UnitKey, ...] = ()
    levels: tuple[Level, ...] = ()
    aspects: tuple[Level, ...] = ()
    catalogue: tuple[CatalogueItem, ...] = ()
    eligibility: tuple[EligibilityRule, ...] = ()
    quotas: tuple[QuotaRule, ...] = ()
    priority: PriorityRule | None = None
    rounds: tuple[ConsentRound, ...] = ()
    notices: tuple[NoticeRule, ...] = ()
    shares: SharesRule | None = None
    utilities: tuple[UtilityRule, ...] = ()
    government: GovernmentRule | None = None
    streams: tuple[StreamRule, ...] = ()
    spreads: tuple[SpreadRule, ...] = ()
    fund: FundRule | None = None
    reviews: tuple[ReviewRule, ...] = ()
    acceptance: AcceptanceRule | None = None
    handover: tuple[HandoverItem, ...] = ()
    facts: tuple[OwnFact, ...] = ()
    tracks: tuple[Track, ...] = ()
    item_lists: tuple[ItemList, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    limits: tuple[Limit, ...] = ()
    returns: tuple[ReturnRule, ...] = ()
    procedure: Procedure | None = None
    timing: tuple[TimingRule, ...] = ()
    registers: tuple[Register, ...] = ()
    figures: tuple[Figure, ...] = ()
    warranties: tuple[Warranty, ...] = ()
    sequences: tuple[SequenceRule, ...] = ()
    supplements: str = ""  # the wider scheme whose procedure holds, where this one has none
    wider: tuple[str, ...] = ()  # rules that a wider layer states, as "rounds.owners_vote"
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def terms(self) -> Terms:
        """Own facts, tracks and item lists by key, for conditions."""
        return Terms(
            {fact.key: fact for fact in self.facts},
            {track.key: track for track in self.tracks},
            {one.key: one for one in self.item_lists},
        )
