"""A parsed policy: frozen values, exact numbers, every rule with its clauses.

Shares are `Fraction`, money and area `Decimal`; there is no float anywhere. The words (names of
levels, phases, steps, papers, units) are the policy's own. `policies/loading` builds these values
from YAML or from stored JSON; nothing else does. Each theme has a module of its own; this one is
where the rest of the product finds them.
"""

from policies.rules.approval_model import (
    AcceptanceRule,
    HandoverItem,
    NoticeRule,
    Party,
    ReviewRule,
)
from policies.rules.catalogue_model import CatalogueItem, Level, UnitKey
from policies.rules.checklist_model import Checklist, ChecklistItem
from policies.rules.consent_model import (
    ConsentRound,
    ConsentTest,
    Counted,
    Counting,
    Matter,
    Veto,
)
from policies.rules.obligation_model import Discharge, Obligation, Waiver
from policies.rules.policy_model import Policy
from policies.rules.premise_model import ItemList, OwnFact, Premise, Premises, Terms, Track
from policies.rules.procedure_model import (
    Clauses,
    DocumentNeed,
    Gate,
    Operator,
    Phase,
    Procedure,
    Step,
)
from policies.rules.reading_model import Conflict, Reading, TimingRule
from policies.rules.time_model import DayUnit, Deadline, Limit, ReturnRule, Variant

__all__ = [
    "AcceptanceRule",
    "CatalogueItem",
    "Checklist",
    "ChecklistItem",
    "Clauses",
    "Conflict",
    "ConsentRound",
    "ConsentTest",
    "Counted",
    "Counting",
    "DayUnit",
    "Deadline",
    "Discharge",
    "DocumentNeed",
    "Gate",
    "HandoverItem",
    "ItemList",
    "Level",
    "Limit",
    "Matter",
    "NoticeRule",
    "Obligation",
    "Operator",
    "OwnFact",
    "Party",
    "Phase",
    "Policy",
    "Premise",
    "Premises",
    "Procedure",
    "Reading",
    "ReturnRule",
    "ReviewRule",
    "Step",
    "Terms",
    "TimingRule",
    "Track",
    "UnitKey",
    "Variant",
    "Veto",
    "Waiver",
]
