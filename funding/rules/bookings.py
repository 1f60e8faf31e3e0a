"""What is asked to be booked for households, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol


class HasKey(Protocol):
    """A stored unit; only its key is read here."""

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A unit named by its key alone; whether it exists and pays here, the booking finds out."""

    pk: int


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment as handed in: unit, 元, voucher, channel, day.

    `payer` is the payer's name in clear; only its mask is stored. `joint` says that the voucher
    pays for several homes at once (a company's transfer); otherwise a voucher is one home's.
    """

    unit: HasKey
    amount: Decimal
    voucher: str
    channel: str = "bank"
    paid_on: date = date.min
    payer: str = ""
    joint: bool = False
