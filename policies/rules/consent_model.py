"""Asking the owners as a policy states it: rounds, matters, tests, how papers count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from policies.rules.procedure_model import (
    Clauses,
)


@dataclass(frozen=True, slots=True)
class ConsentTest:
    """`numerator` of `population`, by `measure`, compared with an exact share."""

    numerator: Literal["participate", "agree"]
    population: Literal["all", "participants"]
    measure: Literal["heads", "area", "households"]
    operator: Literal[">=", ">"]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Matter:
    """One question on the paper, with the tests that decide it."""

    key: str
    name: str
    question: str
    tests: tuple[ConsentTest, ...]
    says: str = ""
    clauses: Clauses = ()


Counted = Literal["absent", "participates"]


@dataclass(frozen=True, slots=True)
class Counting:
    """How papers that say neither yes nor no are counted.

    `absent`: not among the participants. `participates`: among them, but not agreeing.
    """

    missing: Counted = "absent"
    abstain: Counted = "participates"
    invalid: Counted = "absent"
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class ConsentRound:
    """A round of asking the owners; `admits_channels` lists the ways a paper may come in."""

    key: str
    name: str
    matters: tuple[Matter, ...]
    paper_name: str
    summary_name: str
    mixed_head: Literal["undecided", "against", "agree_if_all"] = "undecided"
    admits_channels: tuple[str, ...] = ("paper",)
    counting: Counting = Counting()
    says: str = ""
    clauses: Clauses = ()
