"""Addresses that cards and frames point at; pages of upper apps by their name in the settings."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from renovation.models import Project, Step


def why_url(project: Project, key: str) -> str:
    """The 依据 of a project's figure, gate or deadline."""
    return reverse("renovation:why", args=[project.pk, key])


def declare_url(project: Project, key: str) -> str:
    """Where a person states a fact of a project."""
    return reverse("renovation:declare", args=[project.pk, key])


def tab_url(name: str, project: Project) -> str:
    """Address of a page that takes a project; "" while there is none of that name."""
    try:
        return reverse(name, kwargs={"project_id": project.pk})
    except NoReverseMatch:
        return ""


def step_page(project: Project, step: Step) -> str:
    """Where a step is worked: the page of the app that owns its kind, else the procedure."""
    url = tab_url(settings.STEP_PAGES.get(step.kind, ""), project)
    return url or reverse("renovation:procedure", kwargs={"project_id": project.pk})
