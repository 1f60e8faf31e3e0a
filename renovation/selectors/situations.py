"""A project's situation gathered from the tables, so that the pure rules can weigh a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from common.clock import SHANGHAI
from common.explanations import Explanation
from policies.rules.gates import FactValue, parse_value
from policies.rules.model import Procedure, Terms
from policies.rules.model import Step as Definition
from policies.rules.premises import Known
from policies.rules.timing import NO_TERMS
from policies.rules.vocabulary import FACTS, Lifecycle, MilestoneKind, StepKind
from policies.selectors.governing import rule_at, rules_at
from policies.selectors.ruleset import Governed
from renovation.models import ContentItem, Milestone, Project, ProjectFact, Step, StepDocument
from renovation.rules import decisions
from renovation.rules.decisions import Decision, Situation

Key = tuple[str, str]


@dataclass
class Gathered:
    """What stands in the tables about one project."""

    project: Project
    procedure: Governed[Procedure]
    ways: dict[int, Governed[Procedure]]
    steps: list[Step] = field(default_factory=list)
    facts: dict[Key, ProjectFact] = field(default_factory=dict)
    milestones: dict[MilestoneKind, Milestone] = field(default_factory=dict)
    documents: dict[int, list[StepDocument]] = field(default_factory=dict)
    items: frozenset[str] | None = None

    @property
    def known(self) -> Known:
        """What premises of the project's procedure are weighed against."""
        return Known(self.values, self.items)

    @cached_property
    def values(self) -> dict[Key, FactValue]:
        """The facts as the exact values that gates compare."""
        return self.values_under(self.procedure.rule.terms)

    def values_under(self, terms: Terms) -> dict[Key, FactValue]:
        """The same under the words of another version, whose own questions may differ.

        A question that the place answers is answered by it, whatever somebody once stated.
        """
        return {
            key: fact_value(row, terms)
            for key, row in self.facts.items()
            if row.key in FACTS or row.key in terms.facts
        } | _of_place(terms, self.project.area_code)

    @cached_property
    def explanations(self) -> dict[Key, Explanation]:
        """The stored 依据 of the facts that have one."""
        return {
            key: Explanation.from_dict(row.explanation)
            for key, row in self.facts.items()
            if row.explanation
        }

    def situation(self, step: Step) -> Situation:
        """The values that the rules read, for this step."""
        return Situation(
            state=Lifecycle(self.project.state),
            steps={one.key: one.state for one in self.steps},
            milestones=frozenset(self.milestones),
            facts=self.values | self.papers(step),
            explanations=self.explanations,
            documents=frozenset(
                row.key for row in self.documents.get(step.pk, []) if row.attachment_id
            ),
            items=self.items,
        )

    def step(self, key: str) -> Step | None:
        """The step of that key."""
        return next((step for step in self.steps if step.key == key), None)

    @property
    def current(self) -> Step | None:
        """The project's current step."""
        return next((one for one in self.steps if one.pk == self.project.current_step_id), None)

    def way(self, step: Step) -> Governed[Procedure]:
        """The procedure that governs this step: its own for a step finished before a migration."""
        return self.ways[step.version_id]

    def definition(self, step: Step) -> Definition:
        """What its procedure says about a step."""
        return self.way(step).rule.step(step.key)

    def papers(self, step: Step) -> dict[Key, FactValue]:
        """Which of the step's papers are there, as facts."""
        rows = self.documents.get(step.pk, [])
        return {
            ("document.present", row.key): FactValue(
                "document.present", row.key, row.attachment_id is not None, source="步骤要件"
            )
            for row in rows
        }


def _of_place(terms: Terms, area_code: str) -> dict[Key, FactValue]:
    answers = {key: fact.answer_at(area_code) for key, fact in terms.facts.items()}
    return {
        (key, ""): FactValue(key, "", answer, source="所在区划")
        for key, answer in answers.items()
        if answer is not None
    }


def gather(projects: Sequence[Project]) -> dict[int, Gathered]:
    """Everything about many opened projects, by project id: five queries, whatever their number."""
    opened = [project for project in projects if project.procedure_id]
    steps = list(Step.objects.filter(project__in=opened).order_by("project_id", "position"))
    ways = rules_at({one.procedure_id or 0 for one in opened} | {s.version_id for s in steps})
    found = {one.pk: Gathered(one, ways[one.procedure_id or 0], ways) for one in opened}
    for step in steps:
        owner = found[step.project_id]
        step.project = owner.project
        owner.steps.append(step)
    for fact in ProjectFact.objects.filter(project__in=opened).order_by():
        found[fact.project_id].facts[fact.key, fact.scope] = fact
    for milestone in Milestone.objects.filter(project__in=opened, revoked=False).order_by():
        found[milestone.project_id].milestones[MilestoneKind(milestone.kind)] = milestone
    by_pk = {step.pk: step for step in steps}
    documents = StepDocument.objects.filter(step__project__in=opened).select_related("attachment")
    for document in documents.order_by("pk"):
        document.step = by_pk[document.step_id]
        found[document.step.project_id].documents.setdefault(document.step_id, []).append(document)
    _contents(found)
    return found


def _contents(found: dict[int, Gathered]) -> None:
    """The chosen contents, only where a procedure has lists that ask about them (one query)."""
    asking = [pk for pk, one in found.items() if one.procedure.rule.terms.lists]
    if not asking:
        return
    chosen: dict[int, set[str]] = {}
    for owner, key in ContentItem.objects.filter(project__in=asking).values_list("project", "key"):
        chosen.setdefault(owner, set()).add(key)
    for owner, keys in chosen.items():
        found[owner].items = frozenset(keys)


def gathered(project: Project) -> Gathered:
    """Everything about one opened project."""
    found = gather([project]).get(project.pk)
    if found is None:
        raise LookupError(f"project {project.pk} is not open")
    return found


def fact_value(row: ProjectFact, terms: Terms = NO_TERMS) -> FactValue:
    """A stored fact as the exact value that gates compare; `terms` name the policy's own."""
    return FactValue(
        row.key,
        row.scope,
        parse_value(terms.kind(row.key), row.value),
        as_of=row.as_of.astimezone(SHANGHAI).date(),
        source=row.source,
    )


def procedure_of(project: Project) -> Governed[Procedure]:
    """The pinned procedure of an opened project; LookupError for one that is not."""
    if project.procedure_id is None:
        raise LookupError(f"project {project.pk} is not open")
    return rule_at(project.procedure_id, "procedure")


def definition(step: Step) -> Definition:
    """What its procedure says about a step."""
    way: Governed[Procedure] = rule_at(step.version_id, "procedure")
    return way.rule.step(step.key)


def weigh(found: Gathered, step: Step, on: date) -> Decision:
    """All blockers and met lines of a step, from what was gathered."""
    procedure = found.way(step).rule
    rule = procedure.step(step.key)
    return decisions.decide(rule, procedure, found.situation(step), on, step.due_on)


def decide(step: Step, on: date) -> Decision:
    """All blockers and met lines of one step on that day."""
    return weigh(gathered(step.project), step, on)


def step_of(project: Project, kind: StepKind, subject: str = "") -> Step | None:
    """The step that carries out a round, notice, review, …; None when the procedure has none."""
    steps = project.steps.filter(kind=kind)
    if subject:
        steps = steps.filter(subject=subject)
    return steps.order_by("position").first()
