"""Facts: what the floors above report downward, in their own transaction, for gates to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require, require_any
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from common.explanations import Explanation, Input
from policies.rules.fact_words import FactKind
from policies.rules.gates import FactValue, parse_value, shown, value_text
from policies.rules.vocabulary import FACTS
from renovation.models import Project, ProjectFact
from renovation.rules.declaring import DECLARABLE
from renovation.selectors.scores import POINTS, scored
from renovation.selectors.situations import procedure_of
from renovation.services.applying import facts_changed
from renovation.services.milestones import reach_milestone, revoke_milestone
from renovation.services.progress import locked

Key = tuple[str, str]


@transaction.atomic
def record_facts(
    *,
    by: User,
    at: datetime,
    project: Project,
    facts: Sequence[FactValue],
    source: str,
    explanations: Mapping[Key, Explanation] | None = None,
    owed_by: str = "",
) -> None:
    """Set the present values of facts (FACTS keys; scope "" where the kind has none).

    Called within the caller's transaction, which has asked for its own right and writes the audit
    entry; asks only that the project is in scope. The database refuses an unknown key.
    """
    require(by, Permission.VIEW_PROJECTS, on=project)
    _set([project], at, facts, source, explanations or {}, owed_by)


def record_shared_facts(
    *,
    by: User,
    at: datetime,
    projects: Sequence[Project],
    facts: Sequence[FactValue],
    source: str,
    explanations: Mapping[Key, Explanation],
) -> None:
    """The same facts for several projects, in one query: what is decided for them together.

    One of them in scope suffices: a street that types its own papers moves the count of all.
    """
    require_any(by, Permission.VIEW_PROJECTS, on=projects)
    _set(projects, at, facts, source, explanations, owed_by="")


def _set(
    projects: Sequence[Project],
    at: datetime,
    facts: Sequence[FactValue],
    source: str,
    explanations: Mapping[Key, Explanation],
    owed_by: str,
) -> None:
    rows = [
        ProjectFact(
            project=project,
            key=fact.key,
            scope=fact.scope,
            value=value_text(fact.value),
            as_of=at,
            owed_by=owed_by,
            source=fact.source or source,
            explanation=_stored(explanations.get((fact.key, fact.scope))),
        )
        for project in projects
        for fact in facts
    ]
    ProjectFact.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["project", "key", "scope"],
        update_fields=["value", "as_of", "owed_by", "source", "explanation"],
    )


@transaction.atomic
def clear_facts(*, by: User, at: datetime, project: Project, keys: Sequence[Key]) -> None:
    """Take back facts that no longer hold; gates that read them say "cannot be decided" again."""
    require(by, Permission.VIEW_PROJECTS, on=project)
    for key, scope in keys:
        ProjectFact.objects.filter(project=project, key=key, scope=scope, as_of__lte=at).delete()


@transaction.atomic
def declare_fact(
    *, by: User, at: datetime, project: Project, key: str, value: str, reason: str
) -> None:
    """A fact stated by a person with the paper or ground it rests on.

    Only DECLARABLE keys and the questions of the project's own policy. Steps and due days that
    depend on it follow at once. Refused with every problem.
    """
    require(by, Permission.EDIT_PROJECT, on=project)
    kind = declarable(project, key)
    name, _, scope = key.partition("@")
    problems = []
    if kind is None:
        problems.append(Problem("这一事实由业务办理自动产生，不能直接填报", field="key", value=key))
    else:
        problems += _unfit(kind, value) or _too_many(project, scope, value)
    if not reason.strip():
        problems.append(Problem("请写明依据的文件或理由", field="reason"))
    if problems or kind is None:
        raise Refused(problems)
    exact = parse_value(kind, value)
    explained = Explanation(
        title=kind.label,
        result=shown(kind, exact),
        sentence=reason.strip(),
        inputs=(Input("确认人", str(by), source=at.date().isoformat()),),
    )
    fact = FactValue(name, scope, exact, as_of=at.date(), source=reason.strip()[:200])
    told = {(name, scope): explained}
    record_facts(by=by, at=at, project=project, facts=[fact], source="", explanations=told)
    record(
        by=by,
        action="fact.declare",
        on=project,
        project_id=project.pk,
        summary=f"{kind.label}：{shown(kind, exact)}（{reason.strip()}）",
        payload={"key": key, "value": value},
    )
    facts_changed(by=by, on=at.astimezone(SHANGHAI).date(), project=locked(project.pk))


def declarable(project: Project, key: str) -> FactKind | None:
    """The kind of a fact that a person may state of this project; None for any other.

    Points are given to one part of the score at a time: `score.points@need`.
    """
    if key in DECLARABLE:
        return FACTS[key]
    if project.procedure_id is None:
        return None
    name, _, scope = key.partition("@")
    if name == POINTS:
        part = next((one for one in scored(project) if one.key == scope), None)
        return replace(FACTS[POINTS], label=f"评分：{part.name}") if part else None
    own = procedure_of(project).rule.terms.facts.get(key)
    return own.kind if own and own.answer_at(project.area_code) is None else None


def _unfit(kind: FactKind, value: str) -> list[Problem]:
    try:
        parse_value(kind, value)
    except ValueError as error:
        return [Problem(str(error), field="value", value=value)]
    return []


def _too_many(project: Project, part: str, value: str) -> list[Problem]:
    """Points above the full marks of their part."""
    full = next((one.full for one in scored(project) if one.key == part), None) if part else None
    if full is None or Decimal(value) <= full:
        return []
    expected = f"不超过满分 {full.normalize():f}"
    return [Problem("超过满分", field="value", value=value, expected=expected)]


def _stored(explanation: Explanation | None) -> dict[str, object] | None:
    return explanation.to_dict() if explanation else None


__all__ = [
    "clear_facts",
    "declare_fact",
    "reach_milestone",
    "record_facts",
    "record_shared_facts",
    "revoke_milestone",
]
