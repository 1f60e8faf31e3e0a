"""Which of the policy's own questions and standards a step needs answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.rules.model import Checklist, Obligation, OwnFact, Premises, Procedure, Step, Terms
from policies.rules.vocabulary import StepKind

OPEN_ITEMS = "checklist.open_items"


def questions(step: Step, procedure: Procedure) -> tuple[OwnFact, ...]:
    """The own facts that this step answers or reads: premises, cases, gates, obligations, limits.

    In the order in which the policy lists them, each once.
    """
    asked = set(_keys(step, procedure))
    facts = procedure.terms.facts.values()
    return tuple(fact for fact in facts if fact.key in asked or fact.step == step.key)


def standards(step: Step, procedure: Procedure) -> tuple[Checklist, ...]:
    """The standards that are checked with this step: those its gates ask for.

    Those that no gate asks for are checked at the acceptance, where the works can be seen.
    """
    asked = {gate.scope for gate in step.gates if gate.fact == OPEN_ITEMS}
    elsewhere = {
        gate.scope for one in procedure.steps for gate in one.gates if gate.fact == OPEN_ITEMS
    }
    if step.kind is StepKind.ACCEPTANCE:
        asked |= {one.key for one in procedure.checklists} - elsewhere
    return tuple(one for one in procedure.checklists if one.key in asked)


def _keys(step: Step, procedure: Procedure) -> Iterator[str]:
    terms = procedure.terms
    yield from _of_step(step, terms)
    for one in procedure.obligations:
        if any(way.step == step.key for way in one.discharges):
            yield from _of_obligation(one, terms)
    for limit in procedure.limits:
        if step.key in procedure.between(limit.start, limit.end):
            yield from _read(limit.when, terms)


def _of_step(step: Step, terms: Terms) -> Iterator[str]:
    yield from _read(step.when, terms)
    for variant in step.deadline.variants if step.deadline else ():
        yield from _read(variant.when, terms)
    for gate in step.gates:
        yield from (gate.fact, gate.of)


def _of_obligation(one: Obligation, terms: Terms) -> Iterator[str]:
    for waiver in one.waivers:
        yield from _read(waiver.when, terms)
    for way in one.discharges:
        yield from _read(way.when, terms)


def _read(premises: Premises, terms: Terms) -> Iterable[str]:
    for premise in premises:
        if premise.fact:
            yield premise.fact
        if premise.track:
            yield from _read(terms.tracks[premise.track].when, terms)
