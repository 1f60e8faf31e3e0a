"""Step rows of a project under another version: rewritten by plan, and put back as they were."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from common.clock import real_now
from policies.rules.model import Procedure
from policies.rules.model import Step as Definition
from policies.rules.timing import Calendar
from policies.selectors.ruleset import Governed
from renovation.models import RulePin, Step, StepDocument
from renovation.rules.migrating import Move
from renovation.rules.stepping import OPEN, WAITING
from renovation.selectors.governing import RulesInForce
from renovation.selectors.migrations import Preview
from renovation.selectors.units import UnitResolver
from renovation.services import deadlines

Papers = dict[str, list[Any]]  # key → name, required
DROPPED = "改用新版后不再办理"
PASSED = "改用新版时已越过，不追补"
DAYS = ("opened_on", "due_on")
KEPT = (
    "version_id",
    "name",
    "phase",
    "position",
    "kind",
    "subject",
    "state",
    "lead_code",
    "unit_codes",
    "provisional",
    "deadline_explanation",
    "evidence",
    *DAYS,
)


@dataclass(slots=True)
class Rewriting:
    """One project's rows on their way to the new procedure, and what to put back."""

    by: User
    on: date
    way: Governed[Procedure]
    resolver: UnitResolver
    days: Calendar
    rules: RulesInForce
    pinned: set[str] = field(default_factory=set)

    def apply(self, preview: Preview) -> dict[str, Any]:
        """Write the rows of one project; returns what `restore` needs."""
        project = preview.project
        steps = {step.key: step for step in preview.found.steps}
        before: dict[str, Any] = {
            "steps": {str(step.pk): _row(step) for step in steps.values()},
        }
        extended = set(
            Step.objects.filter(project=project, extensions__isnull=False).values_list(
                "key", flat=True
            )
        )
        moves = preview.plan.moves
        for position, move in enumerate(moves, 1):
            step = steps.setdefault(move.key, Step(project=project, key=move.key))
            self._place(step, move, position)
        for key in preview.plan.opens:
            steps[key].state, steps[key].opened_on = OPEN, self.on
        pins = [
            pin
            for move in moves
            if move.change in {"same", "changed", "added"} and move.key not in extended
            if (pin := self._settle(steps[move.key], steps))
        ]
        for step in steps.values():
            step.save()
        RulePin.objects.bulk_create(pins)
        before["pins"] = [pin.pk for pin in pins]
        before["added"] = [steps[m.key].pk for m in moves if m.change in {"added", "passed"}]
        before["documents"] = self._documents(preview, steps)
        preview.found.steps = sorted(steps.values(), key=lambda step: step.position)
        return before

    def _place(self, step: Step, move: Move, position: int) -> None:
        step.position = position
        if move.change == "kept":
            return
        step.state = move.state
        if move.change == "dropped":
            step.evidence = DROPPED
            return
        self._define(step, self.way.rule.step(move.key))
        if move.change == "passed":
            step.evidence = PASSED

    def _define(self, step: Step, definition: Definition) -> None:
        project = step.project
        lead = self.resolver.code(definition.lead, project)
        supporters = [self.resolver.code(key, project) for key in definition.supporters]
        step.version_id = self.way.version_id
        step.name, step.phase = definition.name, self.way.rule.phase_name(definition.phase)
        step.kind, step.subject = definition.kind, definition.subject
        step.area_code, step.lead_code = project.area_code, lead
        step.unit_codes = list(dict.fromkeys(code for code in (lead, *supporters) if code))

    def _settle(self, step: Step, steps: dict[str, Step]) -> RulePin | None:
        """A step whose limit is pinned keeps it: its day has come. Others follow the new text."""
        rule = f"deadlines.{step.key}"
        if rule in self.pinned:
            return None
        pin = deadlines.settle(step, self.way, steps, self.days, self.rules)
        if pin is not None:
            pin.project, pin.pinned_at, pin.pinned_by = step.project, real_now(), self.by
        return pin

    def _documents(self, preview: Preview, steps: dict[str, Step]) -> dict[str, Papers]:
        """Papers as the new text asks for them; returns what was asked before, by step."""
        kept: dict[str, Papers] = {}
        for move in preview.plan.moves:
            if move.change in {"changed", "added"}:
                step = steps[move.key]
                rows = preview.found.documents.get(step.pk, [])
                kept[str(step.pk)] = {row.key: [row.name, row.required] for row in rows}
                needs = self.way.rule.step(move.key).documents
                _ask(step, {need.key: [need.name, need.required] for need in needs})
        return kept


def restore(before: dict[str, Any]) -> list[str]:
    """Put the rows back as they were; returns the keys whose opening is undone."""
    Step.objects.filter(pk__in=before["added"]).delete()
    rows = {str(row.pk): row for row in Step.objects.filter(pk__in=before["steps"])}
    closed = []
    for pk, values in before["steps"].items():
        step = rows[pk]
        if step.state == OPEN and values["state"] == WAITING:
            closed.append(step.key)
        for name, value in values.items():
            is_day = name in DAYS and value
            setattr(step, name, date.fromisoformat(value) if is_day else value)
        step.save()
    for pk, papers in before["documents"].items():
        if pk in rows:
            _ask(rows[pk], papers)
    return closed


def _ask(step: Step, papers: Papers) -> None:
    """The papers of a step become these; one that has a file stays, no longer required."""
    there = {row.key: row for row in StepDocument.objects.filter(step=step)}
    for key, row in there.items():
        if key in papers:
            row.name, row.required = papers[key]
        elif row.attachment_id:
            row.required = False
        else:
            row.delete()
            continue
        row.save(update_fields=["name", "required"])
    StepDocument.objects.bulk_create(
        StepDocument(step=step, key=key, name=name, required=required)
        for key, (name, required) in papers.items()
        if key not in there
    )


def _row(step: Step) -> dict[str, Any]:
    values = {name: getattr(step, name) for name in KEPT}
    return values | {name: values[name].isoformat() if values[name] else None for name in DAYS}
