"""Moving projects to another version of their procedure: where to, and what would happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from common.errors import Problem
from policies.models import PolicyVersion
from policies.rules.differences import Difference, differences
from policies.rules.model import Procedure
from policies.rules.weighing import KIND_LABELS, Kind
from policies.selectors.governing import policy_of, rule_at
from policies.selectors.ruleset import Governed
from records.models import Attachment
from renovation.models import DeadlineExtension, ProcedureMigration, Project, Reminder
from renovation.rules import lifecycle
from renovation.rules.migrating import Plan, Standing, plan
from renovation.selectors import situations
from renovation.selectors.situations import Gathered

TONES = {
    Kind.NEUTRAL: "",
    Kind.LOOSER: "green",
    Kind.TIGHTER: "amber",
    Kind.MONEY: "blue",
    Kind.STRUCTURAL: "amber",
}
WEIGHT = (Kind.NEUTRAL, Kind.LOOSER, Kind.TIGHTER, Kind.MONEY, Kind.STRUCTURAL)


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving one project would do; `problems` say why it cannot be moved."""

    found: Gathered
    target: Governed[Procedure]
    plan: Plan
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def project(self) -> Project:
        """Whose move it is."""
        return self.found.project

    @property
    def kind(self) -> Kind:
        """The heaviest difference that still bears on the project."""
        return max((one.kind for one in self.differences), key=WEIGHT.index, default=Kind.NEUTRAL)

    @property
    def kind_label(self) -> str:
        """In words."""
        return KIND_LABELS[self.kind]

    @property
    def tone(self) -> str:
        """How a page sets the heaviest difference off."""
        return TONES[self.kind]

    @property
    def lines(self) -> list[tuple[Difference, str, str]]:
        """Each difference with its class in words and how a page sets it off."""
        return [(one, KIND_LABELS[one.kind], TONES[one.kind]) for one in self.differences]

    @property
    def pick(self) -> str:
        """The value of its tick."""
        return str(self.project.pk)

    @property
    def current_name(self) -> str:
        """The step in hand."""
        current = self.project.current_step_id
        return next((step.name for step in self.found.steps if step.pk == current), "")

    @property
    def counts(self) -> dict[str, int]:
        """How many steps change in which way, unchanged ones left out."""
        shown = [move.words for move in self.plan.moves if move.change not in {"same", "kept"}]
        return {words: shown.count(words) for words in dict.fromkeys(shown)}


def target_for(project: Project, on: date) -> PolicyVersion | None:
    """The version in force at the place that states a procedure other than the project's own."""
    if project.procedure_id is None or project.state in lifecycle.FINISHED:
        return None
    rows = PolicyVersion.objects.in_force(on).around(project.area_code, "renovation")
    target = next((row for row in rows if policy_of(row).procedure), None)
    return target if target and target.pk != project.procedure_id else None


def previews(projects: Sequence[Project], target: PolicyVersion) -> list[Preview]:
    """What moving each opened project to `target` would do; queries do not grow with projects."""
    gathered = situations.gather(projects)
    worked = _worked(gathered)
    way: Governed[Procedure] = rule_at(target.pk, "procedure")
    sources = {found.procedure.version_id for found in gathered.values()}
    between = {
        row.pk: differences(policy_of(row), policy_of(target))
        for row in PolicyVersion.objects.light().filter(pk__in=sources)
    }
    return [_preview(found, target, way, between, worked) for found in gathered.values()]


def under_way(target: PolicyVersion) -> list[Project]:
    """Running projects of the version's place that follow another procedure."""
    rows = Project.objects.filter(
        area_code__startswith=target.policy.area_code, procedure__isnull=False
    )
    return list(
        rows.exclude(procedure=target).exclude(state__in=lifecycle.FINISHED).order_by("code")
    )


def of_project(project: Project) -> list[ProcedureMigration]:
    """Every move of a project, the last first."""
    rows = project.migrations.select_related(
        "source__policy", "target__policy", "migrated_by", "reversed_by"
    )
    return list(rows.order_by("-pk"))


def last_live(project: Project) -> ProcedureMigration | None:
    """The move that holds now, if there is one."""
    return project.migrations.filter(reversed_at__isnull=True).order_by("-pk").first()


def _preview(
    found: Gathered,
    target: PolicyVersion,
    way: Governed[Procedure],
    between: dict[int, tuple[Difference, ...]],
    worked: set[int],
) -> Preview:
    made = plan(
        {step.key: found.definition(step) for step in found.steps},
        way.rule,
        [Standing(one.key, one.name, one.state, one.pk in worked) for one in found.steps],
    )
    past = {move.key for move in made.moves if move.change in {"kept", "passed"}}
    bearing = tuple(
        one
        for one in between[found.procedure.version_id]
        if one.section == "procedure" and one.key not in past
    )
    problems = (*_standing(found, target), *made.problems)
    return Preview(found, way, made, bearing, problems)


def _standing(found: Gathered, target: PolicyVersion) -> list[Problem]:
    """What of the project itself keeps it from being moved."""
    project = found.project
    problems = []
    if project.procedure_id == target.pk:
        problems.append(Problem("已经适用这一版的程序", code="same_version", field=project.code))
    if project.state in lifecycle.FINISHED:
        words = f"项目{project.get_state_display()}，不再改用新版"
        problems.append(Problem(words, code="lifecycle", field=project.code))
    if not project.area_code.startswith(target.policy.area_code):
        problems.append(Problem("不是项目所在地的政策", code="other_place", field=project.code))
    return problems


def _worked(gathered: dict[int, Gathered]) -> set[int]:
    """Steps with papers, extensions or reminders of their own (three queries)."""
    steps = [step.pk for found in gathered.values() for step in found.steps]
    papers = {
        row.step_id
        for found in gathered.values()
        for rows in found.documents.values()
        for row in rows
        if row.attachment_id
    }
    rows = Attachment.objects.filter(
        subject_kind="renovation.step", subject_id__in=[str(pk) for pk in steps]
    )
    return (
        papers
        | {int(one) for one in rows.values_list("subject_id", flat=True)}
        | set(DeadlineExtension.objects.filter(step__in=steps).values_list("step_id", flat=True))
        | set(Reminder.objects.filter(step__in=steps).values_list("step_id", flat=True))
    )
