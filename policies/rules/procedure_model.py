"""The way of a project as a policy states it: phases, steps, papers, gates, deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from common.explanations import Clause
from policies.rules.vocabulary import Lifecycle, MilestoneKind, StepKind

Clauses = tuple[Clause, ...]

Operator = Literal["=", ">=", ">", "<=", "<", "passed"]


DayUnit = Literal["working", "calendar"]


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """A paper that a step asks for."""

    key: str
    name: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Gate:
    """A fact compared with a value; with `of`, with that share of another fact.

    `value` is exact text ("true", "0", "2/3", "100.00"). `passed` asks that the day of a date fact
    lies before the day of asking.
    """

    key: str
    fact: str
    scope: str
    operator: Operator
    value: str
    says: str
    owed_by: str
    of: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a step is due: a fixed day, or so many days after an event, or both.

    `after` is a step key ("" = the opening of the step itself). `not_after` is a day that the
    result should not pass; passing it is warned of, not cut. `yearly` ("05-31") is the first such
    day on or after the event.
    """

    fixed: date | None = None
    within: int | None = None
    unit: DayUnit = "working"
    after: str = ""
    first_day_counted: bool = False
    not_after: date | None = None
    says: str = ""
    clauses: Clauses = ()
    yearly: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the procedure in the policy's words."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who, after what, with which papers, gates, deadline, and what it moves.

    `subject` names the round, notice, review, acceptance or handover rule it carries out.
    """

    key: str
    name: str
    phase: str
    kind: StepKind
    lead: str
    subject: str = ""
    after: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    documents: tuple[DocumentNeed, ...] = ()
    gates: tuple[Gate, ...] = ()
    deadline: Deadline | None = None
    moves_to: Lifecycle | None = None
    reaches: MilestoneKind | None = None
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """The whole way of a project, in reading order."""

    phases: tuple[Phase, ...]
    steps: tuple[Step, ...]
    says: str = ""
    clauses: Clauses = ()

    def step(self, key: str) -> Step:
        """The step of that key; KeyError if the policy has none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    @property
    def admission(self) -> Step:
        """The step by which a project enters the plan."""
        return next(step for step in self.steps if step.reaches is MilestoneKind.ADMITTED)
