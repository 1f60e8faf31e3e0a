"""Bodies in and out of the funding room's REST; exact numbers are text."""

from funding.api.shapes.bookings import AllocationIn, BookingIn, ReasonIn, ReceiptIn, SpendingIn
from funding.api.shapes.determinations import DeterminationIn, DeterminationOut, LineOut, ShareOut
from funding.api.shapes.flows import AllocationOut, MoneyRowOut, ReceiptOut, SpendingOut
from funding.api.shapes.ledger import (
    BulkIn,
    BulkRowOut,
    EntryOut,
    OneOrMany,
    PaymentIn,
    ProblemOut,
    RefundIn,
)

__all__ = [
    "AllocationIn",
    "AllocationOut",
    "BookingIn",
    "BulkIn",
    "BulkRowOut",
    "DeterminationIn",
    "DeterminationOut",
    "EntryOut",
    "LineOut",
    "MoneyRowOut",
    "OneOrMany",
    "PaymentIn",
    "ProblemOut",
    "ReasonIn",
    "ReceiptIn",
    "ReceiptOut",
    "RefundIn",
    "ShareOut",
    "SpendingIn",
    "SpendingOut",
]
