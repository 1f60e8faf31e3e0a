"""The way of a project as a policy states it: phases, steps, papers, gates, deadlines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from common.explanations import Clause
from policies.rules.checklist_model import Checklist
from policies.rules.obligation_model import Obligation
from policies.rules.premise_model import Premises, Terms
from policies.rules.time_model import DayUnit, Deadline, Limit
from policies.rules.vocabulary import Lifecycle, MilestoneKind, StepKind

__all__ = [
    "Clauses",
    "DayUnit",
    "Deadline",
    "DocumentNeed",
    "Gate",
    "Operator",
    "Phase",
    "Procedure",
    "Step",
]

Clauses = tuple[Clause, ...]

Operator = Literal["=", ">=", ">", "<=", "<", "passed"]


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """A paper that a step asks for; `issuer` is the unit that gives it, where the text names one.

    An issuer may be a body without duties of its own, such as a review centre or an agency.
    `prints`: which paper (`vocabulary.PRINTED`) the product prints for it, to be signed and
    uploaded; `scope`: the round or notice that it is printed of, "" for the step's own.
    """

    key: str
    name: str
    required: bool = True
    issuer: str = ""
    prints: str = ""
    scope: str = ""


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
class Phase:
    """A phase of the procedure in the policy's words; `parent` is the phase it lies in.

    `starts` and `ends` are the days the text gives it; without `starts` it begins where what comes
    before it ends.
    """

    key: str
    name: str
    parent: str = ""
    starts: date | None = None
    ends: date | None = None
    says: str = ""
    clauses: Clauses = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who, after what, with which papers, gates, deadline, and what it moves.

    `lead` carries it out; `responsible` answers for it where the text names another body for that.
    `subject` names the round, notice, review, acceptance or handover rule it carries out. `when`:
    taken only by projects of which this holds. `throughout`: runs beside the others until the
    project closes; nothing waits for it.
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
    when: Premises = ()
    throughout: bool = False
    responsible: str = ""

    @property
    def indispensable(self) -> bool:
        """Whether the project cannot go on without it, whatever else is merged or waived."""
        return self.reaches is not None or self.moves_to is not None


@dataclass(frozen=True, slots=True)
class Procedure:
    """The whole way of a project, in reading order, with everything its steps refer to."""

    phases: tuple[Phase, ...]
    steps: tuple[Step, ...]
    says: str = ""
    clauses: Clauses = ()
    terms: Terms = field(default_factory=Terms)
    obligations: tuple[Obligation, ...] = ()
    limits: tuple[Limit, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    issued: date | None = None

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

    def between(self, start: str, end: str) -> frozenset[str]:
        """The steps from one to another, both included: what lies on a way between them."""
        found = {start, end}
        for step in self.steps:
            if start in self._before(step.key) and step.key in self._before(end):
                found.add(step.key)
        return frozenset(found)

    def _before(self, key: str) -> set[str]:
        """Every step that must be over before this one."""
        found: set[str] = set()
        left = {key}
        while left:
            needs = set(self.step(left.pop()).after) - found
            found |= needs
            left |= needs
        return found

    def phase_name(self, key: str) -> str:
        """The phase's name, behind that of the phase it lies in."""
        phases = {phase.key: phase for phase in self.phases}
        phase = phases[key]
        return f"{phases[phase.parent].name} · {phase.name}" if phase.parent else phase.name
