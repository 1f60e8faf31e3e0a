"""The frame of a project page: head, next step, way, key figures and tabs, for every app's tab."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.access import can, require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import OutOfScope
from records.models import Attachment
from renovation.models import PlanLine, Project, Step
from renovation.rules import lateness, lifecycle
from renovation.selectors import pages, situations
from renovation.selectors.cards import card, next_step_card
from renovation.selectors.deeds import deeds
from renovation.selectors.figures import figures
from renovation.selectors.situations import Gathered
from renovation.selectors.unit_names import Names, names_for

TONES = {
    "in_works": "blue",
    "completed": "blue",
    "accepted": "green",
    "handed_over": "green",
    "closed": "green",
}


def get_project(user: User, pk: int) -> Project:
    """The project in the person's scope, with what a frame shows; OutOfScope (404) otherwise."""
    rows = Project.objects.visible_to(user).select_related(
        "community__street", "community__neighbourhood", "current_step", "handler"
    )
    project = rows.filter(pk=pk).first()
    if project is None:
        raise OutOfScope("没有找到这个项目，或不在您的管辖范围内。")
    require(user, Permission.VIEW_PROJECTS, on=project)
    return project


def get_step(user: User, pk: int) -> Step:
    """The step in the person's scope, with its project; OutOfScope (404) otherwise."""
    step = Step.objects.visible_to(user).select_related("project").filter(pk=pk).first()
    if step is None:
        raise OutOfScope("没有找到这个步骤，或不在您的管辖范围内。")
    require(user, Permission.VIEW_PROJECTS, on=step)
    return step


def project_frame(user: User, project: Project, on: date, active: str) -> dict[str, Any]:
    """Context of `renovation/project_frame.html`: `project`, `today`, and keys that begin `frame_`.

    `active` is the URL name of the tab shown.
    """
    found = situations.gather([project]).get(project.pk)
    line = (
        PlanLine.objects.filter(project=project)
        .select_related("plan")
        .order_by("-plan__year")
        .first()
    )
    names = names_for([project])
    if found is None:
        made = next_step_card(project, on, user)
    else:
        step = found.current
        made = card(found, on, user, names, deeds([step], user) if step else {})
        made["notes"] = [*_added_notes(found, on), *made["notes"]]
    return {
        "project": project,
        "today": on,
        "frame_crumbs": _crumbs(project, line),
        "frame_badge": badge(project, on),
        "frame_words": _words(project, line, found, names),
        "frame_card": made,
        "frame_phases": stepper(found, on) if found else [],
        "frame_figures": figures(project, found, on, user),
        "frame_tabs": _tabs(user, project, found, active),
        "frame_menu": _menu(user, project),
        "frame_may_print": can(user, Permission.PRINT_PAPER, on=project),
    }


def _added_notes(found: Gathered, on: date) -> list[dict[str, str]]:
    """What the app that carries out the current step adds to its card."""
    step = found.current
    name = settings.STEP_NOTES.get(step.kind) if step else None
    if step is None or name is None:
        return []
    notes: Callable[[Project, Step, date], list[dict[str, str]]] = import_string(name)
    return notes(found.project, step, on)


def badge(project: Project, on: date) -> dict[str, str]:
    """State and current step as one chip; the light of the due day gives the tone."""
    step = project.current_step
    label = project.get_state_display()
    if step is None or project.state in lifecycle.FINISHED:
        return {"label": label, "tone": TONES.get(project.state, "")}
    light = lateness.light(project.due_on, on)
    tone = {"late": "red", "risk": "amber"}.get(light, TONES.get(project.state, ""))
    icon = {"late": "exclamation-octagon-fill", "risk": "clock-fill"}.get(light, "")
    return {"label": f"{label} · {step.name}", "tone": tone, "icon": icon}


def stepper(found: Gathered, on: date) -> list[dict[str, Any]]:
    """Phases with their steps for `{% stepper %}`."""
    current = found.project.current_step_id
    way = reverse("renovation:procedure", kwargs={"project_id": found.project.pk})
    return [
        {
            "name": phase,
            "steps": [
                {
                    "name": step.name,
                    "number": step.position,
                    "note": step_note(step),
                    "state": _state(step, current, on),
                    "url": f"{way}#step-{step.key}",
                }
                for step in steps
            ],
        }
        for phase, steps in groupby(found.steps, key=lambda step: step.phase)
    ]


def step_note(step: Step) -> str:
    """03-22 办结, 06-24 截止, ≤ 12-31, 待补证."""
    if step.state == "done" and step.done_on:
        return f"{step.done_on:%m-%d} 办结"
    if step.state in {"to_evidence", "skipped"}:
        return step.get_state_display()
    if step.due_on:
        return f"{step.due_on:%m-%d} 截止" if step.state == "open" else f"≤ {step.due_on:%m-%d}"
    return "办理中" if step.state == "open" else ""


def _state(step: Step, current: int | None, on: date) -> str:
    if step.state == "open":
        return "late" if lateness.light(step.due_on, on) == "late" else "now"
    if step.state == "to_evidence":
        return "now" if step.pk == current else "gap"
    return {"done": "done", "skipped": "skipped"}.get(step.state, "todo")


def _crumbs(project: Project, line: PlanLine | None) -> list[tuple[str, str]]:
    listed = reverse("renovation:project_list")
    street = project.community.street
    middle = f"{line.plan.year} 年度计划" if line else f"{project.year} 年度"
    return [
        ("计划与项目", listed),
        (middle, f"{listed}?year={line.plan.year if line else project.year}"),
        (street.name, f"{listed}?street={street.code}"),
    ]


def _words(project: Project, line: PlanLine | None, found: Gathered | None, names: Names) -> str:
    parts = [f"计划序号 {line.position}" if line else "", f"项目编号 {project.code}"]
    if project.handler:
        parts.append(f"经办 {project.handler}")
    parts.append(f"{project.community.street.name}")
    if project.community.neighbourhood:
        parts.append(project.community.neighbourhood.name)
    if found:
        version = found.procedure.version
        parts.append(f"程序依据 {version.title}第 {version.sequence} 版")
    return " · ".join(part for part in parts if part)


def _tabs(
    user: User, project: Project, found: Gathered | None, active: str
) -> list[dict[str, Any]]:
    counts = _counts(project, found)
    return [
        {"label": label, "url": url, "current": name == active, **counts.get(name, {})}
        for label, name, right in settings.PROJECT_TABS
        if (url := pages.tab_url(name, project)) and can(user, Permission(right), on=project)
    ]


def _counts(project: Project, found: Gathered | None) -> dict[str, dict[str, Any]]:
    facts = found.facts if found else {}
    rounds = {scope for key, scope in facts if key.startswith("consent.")}
    notices = {scope for key, scope in facts if key.startswith("notice.")}
    contents = facts.get(("contents.items", ""))
    keys = [str(step.pk) for step in found.steps] if found else []
    steps = Attachment.objects.filter(subject_kind="renovation.step", subject_id__in=keys)
    files = steps.filter(replaced_by=None).count()
    return {
        "renovation:homes": {"count": project.households},
        "renovation:contents": {"count": contents.value if contents else ""},
        "approvals:rounds": {"count": len(rounds) or "", "unit": " 轮"},
        "approvals:notices": {"count": len(notices) or ""},
        "renovation:files": {"count": files or ""},
    }


def _menu(user: User, project: Project) -> list[dict[str, Any]]:
    items = []
    if can(user, Permission.REPORT_WORKS, on=project):
        items.append(("renovation:works", "填报工程进度", "bar-chart-steps"))
    if can(user, Permission.EDIT_PROJECT, on=project):
        items.append(("renovation:handler", "指定经办人", "person"))
    if (
        can(user, Permission.WITHDRAW_PROJECT, on=project)
        and project.state not in lifecycle.FINISHED
    ):
        items.append(("renovation:withdraw", "退出计划", "box-arrow-right"))
    return [
        {"label": label, "url": reverse(name, kwargs={"project_id": project.pk}), "icon": icon}
        for name, label, icon in items
    ]
