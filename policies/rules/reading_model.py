"""How a text is read: the counting of days, and contradictions with their readings."""

from __future__ import annotations

from dataclasses import dataclass

from policies.rules.procedure_model import (
    Clauses,
)


@dataclass(frozen=True, slots=True)
class TimingRule:
    """How days are counted where a policy does not say otherwise."""

    key: str
    name: str
    says: str
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text that contradicts itself or leaves a gap."""

    key: str
    text: str
    effect: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction or gap: the readings, the one proposed and the reason.

    `applied` is the reading that the rules of this file follow: publishing asks that the bureau's
    decision and the rules agree.
    """

    id: str
    title: str
    readings: tuple[Reading, ...]
    proposed: str
    reason: str
    applied: str
    theme: str
    clauses: Clauses = ()
