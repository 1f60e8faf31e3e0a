"""Streams of money and what may be paid from them; spreads; the maintenance fund."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from common.explanations import Clause


@dataclass(frozen=True, slots=True)
class StreamRule:
    """What a source of money (`source`, see SOURCES) may pay for, and how much of the whole.

    `uses`: tags of costs that it may pay, none = any; `forbids`: those it may not. `at_most`: of
    the project's total. `years`: first and last year; use outside is flagged. `areas`: only there.
    `apart`: tags of which an application must carry exactly one (inside and outside the red line).
    """

    key: str
    name: str
    source: str
    uses: frozenset[str] = frozenset()
    forbids: frozenset[str] = frozenset()
    at_most: Fraction | None = None
    first_year: int | None = None
    last_year: int | None = None
    areas: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    says: str = ""
    clauses: tuple[Clause, ...] = ()
    tag_names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """A weighted factor of a spread; `weight` None: the text names it without a number."""

    key: str
    name: str
    unit: str
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class SpreadRule:
    """A sum spread over places by weighted factors, times a coefficient of fiscal difficulty."""

    key: str
    name: str
    factors: tuple[Factor, ...]
    difficulty: bool
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class FundRule:
    """The maintenance fund (维修资金): below this share of its first deposit it is flagged."""

    key: str
    name: str
    flag_below: Fraction
    says: str = ""
    clauses: tuple[Clause, ...] = ()
