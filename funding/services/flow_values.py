"""What a clerk types of an allocation, a receipt or a payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funding.models import Source


@dataclass(frozen=True, slots=True)
class NewAllocation:
    """Money promised: source, 元, document, day."""

    source: Source
    amount: Decimal
    document_no: str
    allocated_on: date


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """Money that arrived: source, 元, voucher, day."""

    source: Source
    amount: Decimal
    voucher: str
    received_on: date


@dataclass(frozen=True, slots=True)
class NewSpending:
    """Money that left: source, purpose (a key of PURPOSES), payee, 元, voucher, day."""

    source: Source
    purpose: str
    payee: str
    amount: Decimal
    voucher: str
    paid_on: date
