"""What lies on the residents beside the lines: flat sums, limits per home, a deposit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from common.explanations import Clause

Per = Literal["area", "home"]
Way = Literal["half_up", "up", "down"]


@dataclass(frozen=True, slots=True)
class FlatPart:
    """元 per ㎡ or per home that the residents pay; `relieves` is the payer who pays less."""

    key: str
    name: str
    per: Per
    amount: Decimal
    relieves: str
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeLimit:
    """元 that one home pays at least or at most; `other` is the payer on the other side.

    Of a ceiling `other` bears what lies above; of a floor `other` is relieved.
    """

    amount: Decimal
    other: str
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeRounding:
    """Each home's part in whole units of `unit` 元; `other` bears (or keeps) the difference."""

    unit: Decimal
    way: Way
    other: str
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """A way of paying that counts, in full or up to a share of what is due. See CONTRIBUTIONS."""

    key: str
    at_most: Fraction | None = None
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Deposit:
    """元 per ㎡ or per home into the maintenance fund: the owners' own, not project money."""

    key: str
    name: str
    per: Per
    amount: Decimal
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class ResidentsRule:
    """All of it; empty where a policy states shares only."""

    flat: tuple[FlatPart, ...] = ()
    floor: HomeLimit | None = None
    ceiling: HomeLimit | None = None
    rounding: HomeRounding | None = None
    contributions: tuple[Contribution, ...] = ()
    deposit: Deposit | None = None

    @property
    def by_home(self) -> bool:
        """Whether the residents' sum follows from what each home pays."""
        return bool(self.floor or self.ceiling or self.rounding)


SHARES_ONLY = ResidentsRule()
