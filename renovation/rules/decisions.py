"""May a step be completed? Every line that counts, met or not, never only the first blocker.

A step is weighed by its definition (pinned procedure) against the project's facts, milestones,
documents and the steps before it. The rules of gates are the policy engine's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from common.explanations import Explanation
from policies.rules.gates import Facts, evaluate
from policies.rules.model import Gate, Procedure, Step
from policies.rules.obligations import settle
from policies.rules.premises import Known
from policies.rules.steps_taken import takes
from policies.rules.vocabulary import MILESTONE_LABELS, Lifecycle, MilestoneKind
from renovation.rules import lifecycle
from renovation.rules.stepping import FINISHED, TO_EVIDENCE

Kind = Literal["step", "milestone", "document", "gate", "lifecycle", "premise"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a step asks for.

    `gap` is what is missing, in words ("" when met); `owed_by` a unit key of the policy; `late`
    only for what is missing after its day.
    """

    kind: Kind
    key: str
    text: str
    met: bool
    gap: str = ""
    owed_by: str = ""
    until: date | None = None
    late: bool = False
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What still holds a step, and what is already there."""

    blockers: tuple[Line, ...]
    met: tuple[Line, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.blockers

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is missing first, then what is met."""
        return self.blockers + self.met


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a project stands: states by step key, live milestones, facts with their stored
    explanations, the keys of its chosen contents (None: not asked for), and the keys of the
    documents that this step already has."""

    state: Lifecycle
    steps: Mapping[str, str]
    milestones: frozenset[MilestoneKind] = frozenset()
    facts: Facts = field(default_factory=dict)
    explanations: Mapping[tuple[str, str], Explanation] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    items: frozenset[str] | None = None

    @property
    def known(self) -> Known:
        """What premises are weighed against."""
        return Known(self.facts, self.items)


def decide(
    step: Step, procedure: Procedure, situation: Situation, on: date, due_on: date | None = None
) -> Decision:
    """All blockers and all met lines of `step` on that day; pure and total."""
    found = (
        *_premises(step, procedure, situation),
        *_predecessors(step, procedure, situation),
        *_milestones(step, procedure, situation),
        *_documents(step, procedure, situation),
        *_gates(step, procedure, situation, on),
        *_move(step, situation),
    )
    placed = [_placed(line, step, due_on, on) for line in found]
    return Decision(
        tuple(line for line in placed if not line.met), tuple(line for line in placed if line.met)
    )


def _placed(line: Line, step: Step, due_on: date | None, on: date) -> Line:
    late = not line.met and due_on is not None and due_on < on
    return Line(
        line.kind,
        line.key,
        line.text,
        line.met,
        line.gap,
        line.owed_by or step.lead,
        due_on,
        late,
        line.explanation,
    )


def _premises(step: Step, procedure: Procedure, situation: Situation) -> Iterator[Line]:
    """What still leaves open whether the project takes this step, or ends it only with itself."""
    if step.throughout and situation.state is not Lifecycle.CLOSED:
        yield Line("premise", step.key, "贯穿全过程", met=False, gap="随项目办结时一并结束")
    taken = takes(step, procedure, situation.known)
    if taken.taken is not True:
        text = "本步骤是否需要办理" if taken.taken is None else "按规定不单独办理"
        yield Line(
            "premise", step.key, text, met=False, gap=taken.why, explanation=taken.explanation
        )


def _predecessors(step: Step, procedure: Procedure, situation: Situation) -> Iterator[Line]:
    for key in step.after:
        before = procedure.step(key)
        state = situation.steps.get(key, "")
        met = state in FINISHED
        gap = "" if met else ("待补证" if state == TO_EVIDENCE else "未办结")
        yield Line(
            "step", key, f"前置步骤“{before.name}”{'已办结' if met else ''}", met, gap, before.lead
        )


def _milestones(step: Step, procedure: Procedure, situation: Situation) -> Iterator[Line]:
    for before in map(procedure.step, step.after):
        if before.reaches is None or situation.steps.get(before.key) not in FINISHED:
            continue
        if before.reaches not in situation.milestones:
            words = f"“{MILESTONE_LABELS[before.reaches]}”"
            gap = "已被撤销，须重新办理"
            key = before.reaches.value
            yield Line("milestone", key, words, met=False, gap=gap, owed_by=before.lead)


def _documents(step: Step, procedure: Procedure, situation: Situation) -> Iterator[Line]:
    rows = procedure.obligations if step.documents else ()
    instead = settle(rows, situation.known, procedure.terms).instead
    for need in step.documents:
        met = need.key in situation.documents
        if met or need.required or need.key in instead:
            gap = "" if met else "未上传"
            yield Line("document", need.key, f"《{need.name}》{'已上传' if met else ''}", met, gap)


def _gates(step: Step, procedure: Procedure, situation: Situation, on: date) -> Iterator[Line]:
    for gate in step.gates:
        outcome = evaluate(gate, situation.facts, on, procedure.terms)
        stored = situation.explanations.get((gate.fact, gate.scope))
        tests = list(_leaves(stored)) if stored and stored.children else []
        for number, test in enumerate(tests, 1):
            yield _test_line(gate, number, test)
        if tests and not outcome.met and any(not _reached(test) for test in tests):
            continue  # the tests already say what is missing
        text = _gate_text(gate, met=outcome.met)
        yield Line(
            "gate",
            gate.key,
            text,
            outcome.met,
            outcome.gap,
            gate.owed_by,
            explanation=outcome.explanation,
        )


def _gate_text(gate: Gate, *, met: bool) -> str:
    return f"{gate.says}：满足" if met else gate.says


def _leaves(explanation: Explanation) -> Iterator[Explanation]:
    for child in explanation.children:
        if child.children:
            yield from _leaves(child)
        elif child.lines:
            yield child


def _reached(test: Explanation) -> bool:
    return test.lines[-1].value == "达到"


def _test_line(gate: Gate, number: int, test: Explanation) -> Line:
    words, mark, gap = test.sentence.partition("还差")
    return Line(
        "gate",
        f"{gate.key}.{number}",
        words.rstrip("，"),
        _reached(test),
        f"{mark}{gap}",
        gate.owed_by,
        explanation=test,
    )


def _move(step: Step, situation: Situation) -> Iterator[Line]:
    target = step.moves_to
    if target is None or lifecycle.already_at(situation.state, target):
        return
    if not lifecycle.can_move(situation.state, target):
        words = (
            f"项目现为“{lifecycle.label(situation.state)}”，不能直接转为“{lifecycle.label(target)}”"
        )
        yield Line("lifecycle", target.value, words, met=False, gap="须先办结前面的步骤")
