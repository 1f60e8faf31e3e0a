"""The points of many projects' procedures: as they stand, or as if another procedure governed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from common.explanations import Explanation
from policies.rules import gates
from policies.rules.gates import FactValue
from policies.rules.model import Procedure
from policies.rules.model import Step as Definition
from policies.rules.premises import Known
from policies.rules.timing import Calendar
from policies.selectors.governing import calendar, governed_by
from policies.selectors.ruleset import Governed
from renovation.models import DeadlineExtension, Project, RulePin, Step
from renovation.models.steps import STATES
from renovation.rules.migrating import Standing, plan
from renovation.rules.points import Effect, Kind, Point
from renovation.rules.stepping import FINISHED, OPEN
from renovation.selectors import deadlines, situations
from renovation.selectors.situations import Gathered, Key


@dataclass(frozen=True, slots=True)
class Grounds:
    """What stands in the tables about many projects, read once."""

    on: date
    found: Mapping[int, Gathered]
    pins: Mapping[int, Mapping[str, RulePin]]
    extensions: Mapping[int, Sequence[DeadlineExtension]]
    days: Calendar

    def pinned(self, project_id: int, rule: str) -> RulePin | None:
        """The live pin of a rule of a project, with its version."""
        return self.pins.get(project_id, {}).get(rule)


def ground(projects: Sequence[Project], on: date) -> Grounds:
    """Eight queries, whatever the number of projects."""
    found = situations.gather(projects)
    pins: dict[int, dict[str, RulePin]] = {}
    rows = RulePin.objects.filter(project__in=list(found), superseded=False).order_by()
    for pin in rows.select_related("version__policy").defer("version__content", "version__cases"):
        pins.setdefault(pin.project_id, {})[pin.rule] = pin
    extensions: dict[int, list[DeadlineExtension]] = {}
    for row in DeadlineExtension.objects.filter(step__project__in=list(found)).order_by("pk"):
        extensions.setdefault(row.step_id, []).append(row)
    return Grounds(on, found, pins, extensions, calendar())


def step_points(grounds: Grounds, found: Gathered) -> Iterator[Point]:
    """Every unfinished step with its deadline, gates and papers, by the rules that govern now."""
    steps = {step.key: step for step in found.steps}
    for step in found.steps:
        if step.state not in FINISHED:
            yield from _Look(grounds, found, found.way(step), steps).points(step)


def step_points_as_if(
    grounds: Grounds, found: Gathered, way: Governed[Procedure]
) -> Iterator[Point]:
    """The same as if the project followed `way` from today, and its limits had begun under it."""
    made = plan(
        {step.key: found.definition(step) for step in found.steps},
        way.rule,
        [Standing(step.key, step.name, step.state) for step in found.steps],
    )
    there = {step.key: step for step in found.steps}
    steps: dict[str, Step] = {}
    for move in made.moves:
        opens = move.key in made.opens
        standing = there.get(move.key) or Step(project=found.project)
        steps[move.key] = Step(
            pk=standing.pk,
            project=found.project,
            key=move.key,
            name=move.name,
            state=OPEN if opens else move.state,
            opened_on=grounds.on if opens else standing.opened_on,
            done_on=standing.done_on,
        )
    look = _Look(grounds, found, way, steps, as_if=True)
    for step in steps.values():
        if step.state not in FINISHED:
            yield from look.points(step)


@dataclass(frozen=True, slots=True)
class _Look:
    """One project looked at under one procedure."""

    grounds: Grounds
    found: Gathered
    way: Governed[Procedure]
    steps: Mapping[str, Step]
    as_if: bool = False

    @property
    def values(self) -> dict[Key, FactValue]:
        """Facts as the procedure that is looked at understands them."""
        return self.found.values_under(self.way.rule.terms)

    def points(self, step: Step) -> Iterator[Point]:
        """Everything about one step."""
        definition = self.way.rule.step(step.key)
        yield self._step(step, definition)
        yield from self._deadline(step)
        yield from self._papers(step, definition)
        yield from self._gates(step, definition)

    def _step(self, step: Step, definition: Definition) -> Point:
        state = STATES[step.state]
        said = self._said(definition.name, state, definition)
        return Point(Kind.STEP, f"step.{step.key}", definition.name, state, Effect.MIGRATE, said)

    def _deadline(self, step: Step) -> Iterator[Point]:
        """A limit that has begun is governed by the version of that day."""
        pinned = self.grounds.pinned(self.found.project.pk, f"deadlines.{step.key}")
        way = governed_by(pinned.version, "procedure") if pinned and not self.as_if else self.way
        deadline = next((one.deadline for one in way.rule.steps if one.key == step.key), None)
        if deadline is None and not deadlines.limits_of(step.key, way.rule):
            return
        rule: Governed[Any] = Governed(deadline, way.version_id, way.version)
        result = deadlines.computed(
            step,
            rule,
            self.steps,
            self.grounds.days,
            procedure=way.rule,
            known=Known(self.values, self.found.items),
        )
        extensions = self.grounds.extensions.get(step.pk or 0, ())
        day, explained = deadlines.extended(result, extensions)
        yield Point(
            Kind.DEADLINE,
            f"deadline.{step.key}",
            f"{step.name}的期限",
            day.isoformat() if day else explained.result,
            Effect.PINNED if pinned else Effect.MIGRATE,
            explained,
            day=day,
        )

    def _papers(self, step: Step, definition: Definition) -> Iterator[Point]:
        rows = self.found.documents.get(step.pk or 0, [])
        there = {row.key for row in rows if row.attachment_id}
        for need in definition.documents:
            asked = "必备" if need.required else "可选"
            yield Point(
                Kind.DOCUMENT,
                f"document.{step.key}.{need.key}",
                f"{step.name}：《{need.name}》",
                f"{asked}，{'已上传' if need.key in there else '未上传'}",
                Effect.MIGRATE,
                self._said(f"《{need.name}》", asked, definition),
            )

    def _gates(self, step: Step, definition: Definition) -> Iterator[Point]:
        values = self.values | self.found.papers(step)
        for gate in definition.gates:
            terms = self.way.rule.terms
            outcome = gates.evaluate(gate, values, self.grounds.on, terms)
            asked = gates.asked_for(gate, terms)
            gap = f"{outcome.gap}（要求 {asked}）" if asked else outcome.gap
            yield Point(
                Kind.GATE,
                f"gate.{step.key}.{gate.key}",
                f"{step.name}：{gate.says}",
                "满足" if outcome.met else gap,
                Effect.MIGRATE,
                replace(outcome.explanation, version=self.way.version),
            )

    def _said(self, title: str, result: str, definition: Definition) -> Explanation:
        return Explanation(
            title=title,
            result=result,
            sentence=definition.says,
            clauses=definition.clauses,
            version=self.way.version,
        )
