"""Government money as ordered steps: each takes what the ones before it left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from common.explanations import Clause
from policies.rules.money_model import Part
from policies.rules.tier_model import TierTable

Of = Literal["total", "government"]


@dataclass(frozen=True, slots=True)
class GovernmentLevel:
    """A level of government that gives money: 中央, 市级, 区级.

    `sources`: kinds of source (see SOURCES) whose money is this level's own.
    """

    key: str
    name: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceType:
    """A type of lower government, by area codes. `undecided`: why it cannot be said to belong."""

    key: str
    name: str
    areas: tuple[str, ...]
    undecided: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()

    def holds(self, area_code: str) -> bool:
        """Whether a place lies in it."""
        return any(area_code.startswith(code) for code in self.areas)


@dataclass(frozen=True, slots=True)
class MoneyStep:
    """What all steps have; `pays` is the level that gives."""

    key: str
    name: str
    pays: str
    says: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class BaseStep(MoneyStep):
    """The sum to begin with, in 元.

    `counts` actual: the cost of `of`, not less than `at_least` and not more than `at_most` 元 per
    ㎡ or home; standard: `standard` 元 per ㎡ or home whatever it costs. What lies above the limit
    is borne by the payer `overflow_to`.
    """

    counts: Literal["actual", "standard"]
    of: Of
    per: Literal["area", "home"]
    standard: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    overflow_to: str = ""


@dataclass(frozen=True, slots=True)
class SplitRow:
    """Shares of the levels in some types of places; no place type: everywhere else."""

    places: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SplitStep(MoneyStep):
    """Divides what `pays` has to give among the levels, by type of lower government."""

    rows: tuple[SplitRow, ...]


@dataclass(frozen=True, slots=True)
class AdjustStep(MoneyStep):
    """More or less of one level's money by the share that residents paid.

    `against` balances: a payer, or another level.
    """

    against: str
    table: TierTable


@dataclass(frozen=True, slots=True)
class Until:
    """Another last day for a group of projects: carried over, second batch."""

    group: str
    name: str
    until: date


@dataclass(frozen=True, slots=True)
class OnTimeStep(MoneyStep):
    """`pays` gives `of` a share of its input if the event comes by the last day; else nothing.

    The last day is `until`, a group's own, or that of the procedure's `step`. `counts` own: money
    passed down from above is no input. `places`: only there; none = everywhere.
    """

    of: str
    share: Fraction
    counts: Literal["own", "all"]
    event: str
    places: tuple[str, ...] = ()
    until: date | None = None
    groups: tuple[Until, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class ReimburseStep(MoneyStep):
    """`pays` rewards a payer's own spending once the work is done.

    Without `share` the sum is decided case by case (`undecided` says why), up to `at_most` of the
    spending. Spending on items with a tag of `outside` is somebody else's and counts nothing.
    """

    of: str
    event: str
    share: Fraction | None = None
    at_most: Fraction | None = None
    undecided: str = ""
    outside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TierStep(MoneyStep):
    """A sum from a table, times ㎡, homes, or another measure (`times`); outside: not decided."""

    table: TierTable
    times: str = ""


@dataclass(frozen=True, slots=True)
class RestStep(MoneyStep):
    """What the sums granted by other streams leave of the cost, raised by `pays`."""

    of: Of


Step = BaseStep | SplitStep | AdjustStep | OnTimeStep | ReimburseStep | TierStep | RestStep


@dataclass(frozen=True, slots=True)
class GovernmentRule:
    """The whole waterfall of a policy."""

    key: str
    name: str
    levels: tuple[GovernmentLevel, ...]
    places: tuple[PlaceType, ...]
    steps: tuple[Step, ...]
    payer_names: tuple[tuple[str, str], ...] = ()
    says: str = ""
    clauses: tuple[Clause, ...] = ()
