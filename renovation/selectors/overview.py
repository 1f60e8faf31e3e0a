"""What the first tab of a project shows: what is going on, what was reached, by which versions."""

from __future__ import annotations

from typing import Any

from policies.rules.vocabulary import TRIGGER_LABELS, Trigger
from records.models import Attachment
from renovation.models import Milestone, PlanLine, Project, StageChange, Step
from renovation.selectors.units import short_names


def running(project: Project) -> list[Step]:
    """Open steps and gaps with the leading unit's short name as `unit`."""
    steps = list(project.steps.filter(state__in=["open", "to_evidence"]).order_by("position"))
    names = short_names(step.lead_code for step in steps)
    for step in steps:
        step.unit = names.get(step.lead_code, "")  # type: ignore[attr-defined]
    return steps


def milestones(project: Project) -> list[Milestone]:
    """Live milestones in the order they were reached."""
    rows = project.milestones.filter(revoked=False).select_related("recorded_by")
    return list(rows.order_by("reached_on", "pk"))


def stages(project: Project) -> list[StageChange]:
    """Every move in the project's life, the last first."""
    return list(project.stage_changes.select_related("changed_by").order_by("-pk"))


def versions(project: Project) -> list[dict[str, Any]]:
    """Which version governs which rule; deadlines of single steps are on their own 依据."""
    steps = dict(project.steps.exclude(subject="").values_list("subject", "name"))
    pins = project.pins.filter(superseded=False).exclude(rule__startswith="deadlines.")
    return [
        {
            "rule": steps.get(pin.rule.partition(".")[2]) or rule_words(pin.rule),
            "version": pin.version,
            "day": pin.day,
            "event": TRIGGER_LABELS[Trigger(pin.trigger)],
        }
        for pin in pins.select_related("version__policy").order_by("pk")
    ]


def rule_words(rule: str) -> str:
    """What a pinned rule (`rounds.second`) is about, in words."""
    words = {
        "procedure": "办理程序",
        "shares": "出资规则",
        "government": "财政资金",
        "rounds": "征询表决",
        "notices": "公示",
        "reviews": "联合审查",
        "acceptance": "联合验收",
        "handover": "移交",
        "deadlines": "期限",
    }
    return words.get(rule.partition(".")[0], rule)


def plan_lines(project: Project) -> list[PlanLine]:
    """The project in every plan that lists it, the newest first."""
    return list(project.plan_lines.select_related("plan").order_by("-plan__year"))


def files(project: Project) -> list[Attachment]:
    """Every file of the project's steps, the newest first, with the step's name as `step_name`."""
    names = dict(project.steps.values_list("pk", "name"))
    rows = Attachment.objects.filter(
        subject_kind="renovation.step", subject_id__in=[str(pk) for pk in names]
    ).select_related("added_by")
    found = list(rows.order_by("-added_at", "-pk"))
    for row in found:
        row.step_name = names[int(row.subject_id)]  # type: ignore[attr-defined]
    return found
