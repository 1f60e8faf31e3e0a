"""A parsed policy: frozen values, exact numbers, every rule with its clauses.

Shares are `Fraction`, money and area `Decimal`; there is no float anywhere. The words (names of
levels, phases, steps, papers, units) are the policy's own. `policies/loading` builds these values
from YAML or from stored JSON; nothing else does. Each theme has a module of its own; this one is
where the rest of the product finds them.
"""

from policies.rules.approval_model import (
    AcceptanceRule,
    ApprovalMerge,
    HandoverItem,
    NoticeRule,
    Party,
    ReviewRule,
)
from policies.rules.catalogue_model import CatalogueItem, Level, UnitKey
from policies.rules.consent_model import ConsentRound, ConsentTest, Counted, Counting, Matter
from policies.rules.policy_model import Policy
from policies.rules.procedure_model import (
    Clauses,
    DayUnit,
    Deadline,
    DocumentNeed,
    Gate,
    Operator,
    Phase,
    Procedure,
    Step,
)
from policies.rules.reading_model import Conflict, Reading, TimingRule

__all__ = [
    "AcceptanceRule",
    "ApprovalMerge",
    "CatalogueItem",
    "Clauses",
    "Conflict",
    "ConsentRound",
    "ConsentTest",
    "Counted",
    "Counting",
    "DayUnit",
    "Deadline",
    "DocumentNeed",
    "Gate",
    "HandoverItem",
    "Level",
    "Matter",
    "NoticeRule",
    "Operator",
    "Party",
    "Phase",
    "Policy",
    "Procedure",
    "Reading",
    "ReviewRule",
    "Step",
    "TimingRule",
    "UnitKey",
]
