"""Who pays what, as a policy states it: lines tried in order, then social capital, then a cap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from common.explanations import Clause
from policies.rules.residents_model import SHARES_ONLY, ResidentsRule
from policies.rules.vocabulary import TAGS


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
    `parts` add up to 1. `choice`: the officer lays each item wholly on one of these payers. A line
    with neither says why nothing can be decided (`undecided`). `lacks`: tags that it does not take.
    """

    key: str
    name: str
    parts: tuple[Part, ...]
    tags: frozenset[str] = frozenset()
    levels: tuple[str, ...] = ()
    undecided: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()
    choice: tuple[str, ...] = ()
    lacks: frozenset[str] = frozenset()

    def takes(self, level: str, tags: frozenset[str]) -> bool:
        """Whether an item of this level with these tags belongs here."""
        if not self.tags <= tags or self.lacks & tags:
            return False
        return not self.levels or level in self.levels


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
    `apportion`: how the residents' sum is divided among homes. `residents`: what lies on them
    beside the lines. `tag_names`: the policy's own words for tags. `utility_lines`: the
    segments of utilities as lines, tried before `lines`.
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
    residents: ResidentsRule = SHARES_ONLY
    tag_names: tuple[tuple[str, str], ...] = ()
    utility_lines: tuple[SplitLine, ...] = ()

    @property
    def every_line(self) -> tuple[SplitLine, ...]:
        """The lines in the order in which they are tried."""
        return self.utility_lines + self.lines

    def tag_name(self, tag: str) -> str:
        """A tag as people call it: the policy's own word, else the general one."""
        return dict(self.tag_names).get(tag) or TAGS[tag]

    def payer_name(self, key: str) -> str:
        """A payer as the policy calls it."""
        return next(payer.name for payer in self.payers if payer.key == key)

    def payer_of_kind(self, kind: str) -> str:
        """Key of the one payer of that kind; "" if the policy has none."""
        return next((payer.key for payer in self.payers if payer.kind == kind), "")
