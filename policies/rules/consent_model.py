"""Asking the owners as a policy states it: rounds, matters, tests, how papers count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from policies.rules.procedure_model import (
    Clauses,
)

Population = Literal["all", "participants", "paying", "affected"]
Scope = Literal["community", "cluster", "building", "entrance"]
Measure = Literal["heads", "area", "households"]


@dataclass(frozen=True, slots=True)
class ConsentTest:
    """`numerator` of `population`, by `measure`, compared with an exact share.

    `scope` building or entrance: in each of them by itself. `paying` and `affected` are the owners
    who pay for, or are touched by, what the matter is about; share 1 of them asks each one.
    """

    numerator: Literal["participate", "agree"]
    population: Population
    measure: Measure
    operator: Literal[">=", ">"]
    share: Fraction
    scope: Scope = "community"


@dataclass(frozen=True, slots=True)
class Veto:
    """No owner of this population, in this scope, may have answered against."""

    population: Literal["all", "paying", "affected"]
    scope: Scope = "community"
    says: str = ""
    clauses: Clauses = ()


Decides = Literal["whole", "each"]


@dataclass(frozen=True, slots=True)
class Matter:
    """One question on the paper, with the tests that decide it.

    `decides` each: every building or entrance that the tests name decides for itself alone (a lift,
    a roof), and what one of them says holds nobody else.
    """

    key: str
    name: str
    question: str
    tests: tuple[ConsentTest, ...]
    says: str = ""
    clauses: Clauses = ()
    veto: Veto | None = None
    decides: Decides = "whole"


SecondEntry = Literal["none", "check", "blind"]
Counted = Literal["absent", "participates", "agrees"]


@dataclass(frozen=True, slots=True)
class Counting:
    """How papers that say neither yes nor no are counted.

    `absent`: not among the participants. `participates`: among them, but not agreeing. `agrees`:
    taken for a yes, where local rules say so. `blank`: what a paper without a mark counts as.
    `proxy`: whether somebody else may sign with a mandate, and for how many owners at most.
    """

    missing: Counted = "absent"
    abstain: Counted = "participates"
    invalid: Literal["absent", "participates"] = "absent"
    says: str = ""
    clauses: Clauses = ()
    blank: Literal["abstain", "invalid"] = "abstain"
    proxy: Literal["mandate", "refused"] = "mandate"
    proxy_most: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentRound:
    """A round of asking the owners; `admits_channels` lists the ways a paper may come in.

    `second_entry`: `blind` has every paper typed again by another person who does not see the first
    typing, `check` held against the typing by another person; a third settles what differs.
    `scope` building or entrance: asked in some of them, chosen at opening, of their owners alone;
    cluster: of all owners of the cluster's communities together. `cluster_heads`: who owns homes in
    several of its communities is `one` head, or one in `each`. `leaves_out`: kinds of units (shop,
    garage, other) that do not vote; of the others a decision is asked case by case.
    """

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
    second_entry: SecondEntry = "none"
    scope: Scope = "community"
    cluster_heads: Literal["one", "each"] = "one"
    leaves_out: tuple[str, ...] = ()
