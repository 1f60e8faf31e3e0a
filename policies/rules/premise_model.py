"""What a policy asks about a project, and the conditions and tests it builds from the answers.

A fact of the product (`vocabulary.FACTS`) has a dot in its key; one that the policy declares itself
has none, so that the two never meet. Premises of one list hold together; each knows three
answers: yes, no, and cannot be decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from common.explanations import Clause
from policies.rules.fact_words import FactKind
from policies.rules.vocabulary import FACTS

Comparison = Literal["=", ">=", ">", "<=", "<"]


@dataclass(frozen=True, slots=True)
class OwnFact:
    """A question that the policy itself asks: `step` answers it, `owed_by` owes the answer.

    With `place_type` the answer follows from where a project lies: yes within `areas`, nothing
    (somebody has to decide) within `open_areas`, no elsewhere; codes as in `government.places`.
    """

    kind: FactKind
    owed_by: str
    step: str = ""
    says: str = ""
    clauses: tuple[Clause, ...] = ()
    place_type: str = ""
    areas: tuple[str, ...] = ()
    open_areas: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The fact's key, without a dot."""
        return self.kind.key

    def answer_at(self, area_code: str) -> bool | None:
        """What the place answers; None where it does not: somebody states it."""
        if not self.place_type or area_code.startswith(self.open_areas):
            return None
        return area_code.startswith(self.areas)


@dataclass(frozen=True, slots=True)
class Premise:
    """One thing that must be so: a fact, a track, or what the chosen contents are.

    With `fact`: its value compares by `operator` with one of `values` (exact text). With `track`:
    that test of the policy passes. With `within`: every chosen item is in that list; with
    `outside`: none is. `holds` False turns the answer round.
    """

    fact: str = ""
    scope: str = ""
    operator: Comparison = "="
    values: tuple[str, ...] = ()
    track: str = ""
    within: str = ""
    outside: str = ""
    holds: bool = True


Premises = tuple[Premise, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A test of entry (快速通道, 优化审批): all its conditions together."""

    key: str
    name: str
    when: Premises
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items of the catalogue that a rule exempts or names (豁免清单)."""

    key: str
    name: str
    items: frozenset[str]
    says: str = ""
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The words in which conditions speak: own facts, tracks and item lists, by key."""

    facts: Mapping[str, OwnFact] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    lists: Mapping[str, ItemList] = field(default_factory=dict)

    def kind(self, key: str) -> FactKind:
        """The kind of a fact, the product's or the policy's own; KeyError for neither."""
        return self.facts[key].kind if key in self.facts else FACTS[key]
