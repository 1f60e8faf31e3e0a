"""Who pays what, as a policy states it: lines tried in order, then social capital, then a cap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from common.explanations import Clause


@dataclass(frozen=True, slots=True)
class Payer:
    """Somebody who pays. `kind`: residents, government, social, utility or other."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """A payer's exact share of what a line takes."""

    payer: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class SplitLine:
    """Costs of one kind and how they are divided; an item goes to the first line that takes it.

    It takes an item that carries every tag of `tags` and lies in one of `levels` (empty = any).
    `parts` add up to 1. A line without parts says why nothing can be decided (`undecided`).
    """

    key: str
    name: str
    parts: tuple[Part, ...]
    tags: frozenset[str] = frozenset()
    levels: tuple[str, ...] = ()
    undecided: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()

    def takes(self, level: str, tags: frozenset[str]) -> bool:
        """Whether an item of this level with these tags belongs here."""
        return self.tags <= tags and (not self.levels or level in self.levels)


@dataclass(frozen=True, slots=True)
class Cap:
    """The most a payer gives per square metre, and who bears what lies above."""

    payer: str
    per_area: Decimal
    overflow_to: str
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class SharesRule:
    """The division of a project's cost.

    `overhead_over`: lines over which other costs and reserve are spread pro rata. `excluded`: tags
    of items outside the base. `social_lowers`: the payer whose part social capital lowers.
    `apportion`: how the residents' sum is divided among homes.
    """

    key: str
    name: str
    payers: tuple[Payer, ...]
    lines: tuple[SplitLine, ...]
    overhead_over: tuple[str, ...]
    excluded: tuple[str, ...]
    social_lowers: str
    apportion: Literal["area", "home", "building"]
    cap: Cap | None = None
    says: str = ""
    overhead_says: str = ""
    apportion_says: str = ""
    clauses: tuple[Clause, ...] = ()
    overhead_clauses: tuple[Clause, ...] = ()
    apportion_clauses: tuple[Clause, ...] = ()

    def payer_of_kind(self, kind: str) -> str:
        """Key of the one payer of that kind; "" if the policy has none."""
        return next((payer.key for payer in self.payers if payer.kind == kind), "")
