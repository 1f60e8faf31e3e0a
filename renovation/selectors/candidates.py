"""Who may be renovated, of many projects at once: by their own version, or as if by another.

The rule's event, the opening of the project, has passed for all of them: a difference is shown for
comparison and takes nothing from a running project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from common.errors import Undecidable
from districts.models import Building
from policies.rules.fact_values import Facts
from policies.selectors.governing import rules_at
from policies.selectors.ruleset import Governed, Ruleset
from renovation.models import PlanLine, Project, ProjectFact, RulePin
from renovation.rules.points import Effect, Kind, Point
from renovation.selectors.eligibility import RULE, answered, facts_in_parts


@dataclass(frozen=True, slots=True)
class Candidates:
    """Facts by project and part, and the version of the opening day by project."""

    parts: Mapping[int, Mapping[str, Facts]]
    opened_under: Mapping[int, Governed[object]]

    @classmethod
    def of(cls, projects: Sequence[Project]) -> Candidates:
        """Six queries, whatever the number of projects."""
        keys = [project.pk for project in projects]
        rows = Project.objects.filter(pk__in=keys).select_related("community__street")
        recorded: dict[int, list[ProjectFact]] = {}
        for fact in ProjectFact.objects.filter(project__in=keys).order_by():
            recorded.setdefault(fact.project_id, []).append(fact)
        lines = PlanLine.objects.filter(project__in=keys).order_by().values("project")
        years = dict(lines.annotate(year=Max("plan__year")).values_list("project", "year"))
        buildings: dict[int, list[tuple[str, int | None]]] = {}
        places = {project.community_id for project in projects}
        of_places = Building.objects.filter(community__in=places).order_by("position", "number")
        for community, number, year in of_places.values_list("community", "number", "built_year"):
            buildings.setdefault(community, []).append((number, year))
        parts = {
            row.pk: facts_in_parts(
                row,
                years.get(row.pk),
                recorded.get(row.pk, ()),
                buildings.get(row.community_id, ()),
            )
            for row in rows
        }
        return cls(parts, _opened_under(projects))

    def points(self, project: Project) -> list[Point]:
        """By the version of the opening day; none where it states no such rule."""
        governed = self.opened_under.get(project.pk)
        return list(self._points(project, governed)) if governed else []

    def points_as_if(self, project: Project, ruleset: Ruleset) -> list[Point]:
        """By another version; what it does not state stays as it is."""
        if not ruleset.states(RULE):
            return self.points(project)
        return list(self._points(project, ruleset.get(RULE)))

    def _points(self, project: Project, governed: Governed[object]) -> Iterator[Point]:
        for one in answered(governed, project, self.parts[project.pk]):
            yield Point(
                Kind.ELIGIBILITY,
                f"{RULE}.{one.rule.key}",
                one.rule.name,
                one.label,
                Effect.PINNED,
                one.explanation,
            )


def _opened_under(projects: Sequence[Project]) -> dict[int, Governed[object]]:
    """The first pin of the procedure, which a migration leaves, else today's (two queries)."""
    first = {project.pk: project.procedure_id or 0 for project in projects}
    pins = RulePin.objects.filter(project__in=list(first), rule="procedure").order_by("-pk")
    first |= dict(pins.values_list("project", "version"))
    stated: dict[int, Governed[object]] = {}
    for version in set(first.values()):
        try:
            stated |= rules_at([version], RULE)
        except Undecidable:
            continue
    return {pk: stated[version] for pk, version in first.items() if version in stated}
