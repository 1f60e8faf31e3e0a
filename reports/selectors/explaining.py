"""What of a project can be explained, and the explanation of one thing, for `manage.py explain`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from common.errors import OutOfScope, Undecidable
from common.explanations import Explanation
from renovation.models import Project
from renovation.rules.points import KIND_LABELS
from renovation.selectors import eligibility
from renovation.selectors.explain import explain
from renovation.selectors.situations import gather
from reports.selectors.evaluation import evaluate_project


@dataclass(frozen=True, slots=True)
class Explained:
    """`key` names it (`deadline.design`), `kind` and `label` say what it is."""

    key: str
    kind: str
    label: str
    explanation: Explanation


def project_of(words: str) -> Project | None:
    """The project of that code, name, or number; None when there is none or more than one."""
    number = Q(pk=int(words)) if words.isdecimal() else Q(pk__in=[])
    found = list(Project.objects.filter(Q(code=words) | Q(name=words) | number)[:2])
    return found[0] if len(found) == 1 else None


def explainable(project: Project, on: date) -> Iterator[Explained]:
    """Everything the rules decide about a project, then stored facts with an explanation."""
    for point in evaluate_project(project, on):
        yield Explained(point.key, KIND_LABELS[point.kind], point.label, point.explanation)
    found = gather([project]).get(project.pk)
    if found is None:
        return
    for step in found.steps:
        if step.state == "done" and step.deadline_explanation:
            stored = Explanation.from_dict(step.deadline_explanation)
            yield Explained(f"deadline.{step.key}", "期限", f"{step.name}的期限（已办结）", stored)
    yield from _wholes(project, on)
    for (key, scope), explanation in found.explanations.items():
        name = f"fact.{key}@{scope}" if scope else f"fact.{key}"
        yield Explained(name, "事实", explanation.title, explanation)


def _wholes(project: Project, on: date) -> Iterator[Explained]:
    """What concerns the project as a whole and is computed when it is asked for."""
    for key in (*eligibility.keys(project), "investment"):
        try:
            why = explain(project, key, on)
        except (OutOfScope, Undecidable):
            continue
        yield Explained(key, "项目", why.explanation.title, why.explanation)


def explain_one(project: Project, what: str, on: date) -> tuple[Explained | None, list[Explained]]:
    """The one thing of that key (or the only one whose key ends so), and everything there is."""
    try:
        every = list(explainable(project, on))
    except Undecidable:
        return None, []
    exact = [one for one in every if one.key == what]
    near = [one for one in every if what and one.key.endswith(f".{what}")]
    chosen = exact or (near if len(near) == 1 else [])
    return (chosen[0] if chosen else None), every
