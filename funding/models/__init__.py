"""Who pays what, what came, what went, one module per thing."""

from funding.models.determinations import Determination, DeterminationLine, HouseholdShare
from funding.models.flows import Allocation, Payment, Receipt
from funding.models.ledger import LedgerEntry
from funding.models.sources import Source

__all__ = [
    "Allocation",
    "Determination",
    "DeterminationLine",
    "HouseholdShare",
    "LedgerEntry",
    "Payment",
    "Receipt",
    "Source",
]
