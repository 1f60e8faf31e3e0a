"""Steps that a project takes or does not: settled when the way goes on and when a fact changes.

A step whose approvals are merged into another or waived is set aside with its reason (依规免办),
and comes back when the facts no longer bear that out. What is undecided stays open and says what
it needs.
"""

from __future__ import annotations

from datetime import date

from accounts.models import User
from common.clock import real_now
from policies.rules.model import Step as Definition
from policies.rules.steps_taken import takes
from policies.selectors.governing import calendar
from renovation.models import Project, RulePin, Step
from renovation.rules import lifecycle, stepping
from renovation.selectors import situations
from renovation.selectors.deadlines import limits_of
from renovation.selectors.governing import RulesInForce
from renovation.selectors.situations import Gathered
from renovation.services import deadlines, progress


def open_next(*, by: User, day: date, found: Gathered) -> None:
    """Open what waits no longer, set aside what is not taken, compute the due days that change."""
    states = {step.key: step.state for step in found.steps}
    changed = {key for key, state in _settled(found, day).items() if state != states[key]}
    steps = {step.key: step for step in found.steps}
    days, rules, known = calendar(), RulesInForce(), found.known
    for step in found.steps:
        definition = found.definition(step)
        if step.key not in changed and not _redated(step, definition, steps, day):
            continue
        pin = deadlines.settle(step, found.procedure, steps, days, rules, known)
        step.save()
        if pin:
            _pin(by, found.project, pin)


def facts_changed(*, by: User, on: date, project: Project) -> None:
    """After a fact was told or took another value: steps and due days follow it.

    Called within the caller's transaction; nothing where the policy asks no such question.
    """
    if project.procedure_id is None or project.state in lifecycle.FINISHED:
        return
    found = situations.gathered(project)
    procedure = found.procedure.rule
    if not (procedure.terms.facts or procedure.obligations or procedure.limits):
        return
    open_next(by=by, day=on, found=found)
    _redate(by, on, found)
    progress.refresh(project, found.steps)


def _settled(found: Gathered, day: date) -> dict[str, str]:
    """States after everything that follows has followed; a step is opened or set aside in turn."""
    procedure, known = found.procedure.rule, found.known
    steps = {step.key: step for step in found.steps}
    for step in found.steps:
        if step.state in {stepping.OPEN, stepping.SKIPPED} and _current(step, found):
            _reconsider(step, found, day)
    while True:
        states = {key: step.state for key, step in steps.items()}
        opened = stepping.openable(procedure, states)
        if not opened:
            return states
        for key in opened:
            step, definition = steps[key], procedure.step(key)
            taken = takes(definition, procedure, known)
            step.opened_on = _opening_day(definition, steps, day)
            step.state = stepping.SKIPPED if taken.taken is False else stepping.OPEN
            step.evidence = taken.why[:200] if taken.taken is False else step.evidence


def _current(step: Step, found: Gathered) -> bool:
    """Whether the step stands under the version that the project stands under now."""
    return step.version_id == found.procedure.version_id


def _reconsider(step: Step, found: Gathered, day: date) -> None:
    """An open step that is no longer taken is set aside; one set aside that is, comes back."""
    procedure = found.procedure.rule
    taken = takes(procedure.step(step.key), procedure, found.known)
    if step.state == stepping.OPEN and taken.taken is False:
        step.state, step.evidence = stepping.SKIPPED, taken.why[:200]
    elif step.state == stepping.SKIPPED and taken.taken is not False:
        step.state, step.evidence, step.opened_on = stepping.OPEN, "", step.opened_on or day


def _redated(step: Step, definition: Definition, steps: dict[str, Step], day: date) -> bool:
    """Whether a due day counts from a step that was done on this day."""
    counts_from = definition.deadline.after if definition.deadline else ""
    if step.state not in {"open", "waiting"} or not counts_from:
        return False
    before = steps.get(counts_from)
    return before is not None and before.done_on == day and not step.extensions.exists()


def _redate(by: User, on: date, found: Gathered) -> None:
    """Due days that depend on what was told; one that was put off stays as it was put off."""
    procedure = found.procedure.rule
    steps = {step.key: step for step in found.steps}
    days, rules, known = calendar(), RulesInForce(), found.known
    put_off = set(
        Step.objects.filter(project=found.project, extensions__isnull=False).values_list(
            "key", flat=True
        )
    )
    for step in found.steps:
        if step.state not in {"open", "waiting"} or step.key in put_off:
            continue
        deadline = found.definition(step).deadline
        if (deadline and deadline.variants) or limits_of(step.key, procedure):
            pin = deadlines.settle(step, found.procedure, steps, days, rules, known)
            step.save()
            if pin:
                _pin(by, found.project, pin)


def _pin(by: User, project: Project, pin: RulePin) -> None:
    if not RulePin.objects.filter(project=project, rule=pin.rule, superseded=False).exists():
        pin.pinned_at, pin.pinned_by = real_now(), by
        pin.save()


def _opening_day(definition: Definition, steps: dict[str, Step], day: date) -> date:
    ended = [steps[key].done_on for key in definition.after]
    return max((one for one in ended if one), default=day)
