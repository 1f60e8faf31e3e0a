"""Which projects have had nothing happen on them since an import opened them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Count, Q

from policies.rules.vocabulary import Lifecycle
from records.selectors.written import attached
from renovation.models import (
    DeadlineExtension,
    Milestone,
    PlanLine,
    Project,
    Reminder,
    RulePin,
    SimulationRow,
    StageChange,
    Step,
    StepDocument,
)

_OF_OPENING = (StageChange, Milestone, RulePin, Step, PlanLine, SimulationRow)


def happened_on(projects: Collection[Project], lines: Collection[int]) -> Mapping[int, str]:
    """What has happened on projects, in words; one that is missing has had nothing happen.

    What opening itself wrote does not count, nor do the given plan lines. Rooms above count: a
    round, an allocation or a payment holds its project. A constant number of queries.
    """
    ids = [project.pk for project in projects]
    said: dict[int, list[str]] = {}
    for project in projects:
        if project.state != Lifecycle.PLANNED:
            said.setdefault(project.pk, []).append(f"状态已是“{project.get_state_display()}”")
        elif project.version:
            said.setdefault(project.pk, []).append("已办理过步骤或改过经办人")
    for pk, words in attached(Project, ids, besides=_OF_OPENING).items():
        said.setdefault(pk, []).append(words)
    for pk, words in (*_beside(ids, lines), *_more_than_opening(ids)):
        said.setdefault(pk, []).append(words)
    return {pk: "项目已有办理记录：" + "、".join(found) for pk, found in said.items()}


def _beside(ids: Collection[int], lines: Collection[int]) -> Iterator[tuple[int, str]]:
    """Other plans that name the project, and what hangs on its steps."""
    answered = Q(attachment__isnull=False) | ~Q(document_no="") | Q(dated_on__isnull=False)
    others = PlanLine.objects.filter(project__in=ids).exclude(pk__in=lines)
    documents = StepDocument.objects.filter(answered, step__project__in=ids)
    extensions = DeadlineExtension.objects.filter(step__project__in=ids)
    reminders = Reminder.objects.filter(step__project__in=ids)
    yield from ((pk, "其他年度计划") for pk in others.values_list("project", flat=True))
    for words, rows in (("步骤要件", documents), ("延期", extensions), ("催办", reminders)):
        keys = rows.order_by().values_list("step__project", flat=True)
        yield from ((pk, words) for pk in keys.distinct())


def _more_than_opening(ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Opening itself makes one change of state and reaches one milestone."""
    changes = StageChange.objects.filter(project__in=ids).order_by().values("project")
    reached = Milestone.objects.filter(project__in=ids).order_by().values("project")
    for row in changes.annotate(times=Count("pk")).filter(times__gt=1):
        yield row["project"], "状态变更"
    for row in reached.annotate(times=Count("pk")).filter(times__gt=1):
        yield row["project"], "节点"
