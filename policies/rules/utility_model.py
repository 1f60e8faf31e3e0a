"""Utilities by segment of their lines: who pays, builds, owns and maintains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from common.explanations import Clause
from policies.rules.money_model import Part

Where = Literal["off_site", "red_line", "to_door", "in_home", "drop", "fee", "digging"]
Owner = Literal["any", "company", "others"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a utility's lines, for assets of one kind of owner.

    A cost item belongs here when it carries `tags` (and, for company assets, `company_owned`).
    `parts` add up to 1, or `undecided` says why nobody can be named. `where` is `fee` for a
    connection fee that the company reduces: its part is what it forgoes.
    """

    key: str
    name: str
    where: Where
    owner: Owner
    tags: frozenset[str]
    parts: tuple[Part, ...]
    undecided: str = ""
    builds: str = ""
    owner_after: str = ""
    maintains: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class UtilityRule:
    """A utility with its segments: lines of the division, tried before the policy's own lines."""

    key: str
    name: str
    payer: str
    segments: tuple[Segment, ...]
    says: str = ""
    clauses: tuple[Clause, ...] = ()
