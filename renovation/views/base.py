"""What the pages of one project share: the project in scope, its frame, its tab."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn
from common.clock import business_today
from renovation.models import Project, Step
from renovation.selectors.frame import get_project, get_step, project_frame


class InProject(SignedIn):
    """A page of `project_id`; `tab` is the URL name of the tab that lights up."""

    permission = Permission.VIEW_PROJECTS
    tab = "renovation:project"
    shown_as = ""  # the tab that lights up, where it is not `tab`
    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def project(self) -> Project:
        """The project in the person's scope (404 otherwise)."""
        return get_project(self.person, self.kwargs["project_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The frame, then what the tab adds."""
        frame = project_frame(
            self.person, self.project, business_today(), self.shown_as or self.tab
        )
        return super().get_context_data(**{**frame, **kwargs})  # type: ignore[misc]


class ProjectTab(InProject, TemplateView):
    """A tab that only shows."""


class ProjectForm(InProject, ServiceView):
    """A tab with a form that runs a service."""

    def get_success_url(self) -> str:
        """Back to the tab."""
        return reverse(self.tab, kwargs={"project_id": self.project.pk})


class StepForm(InProject, ServiceView):
    """A form about one step, in its project's frame."""

    tab = "renovation:procedure"

    @cached_property
    def step(self) -> Step:
        """The step in the person's scope (404 otherwise)."""
        return get_step(self.person, self.kwargs["step_id"])

    @cached_property
    def project(self) -> Project:
        """The step's project."""
        return get_project(self.person, self.step.project_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The step beside the frame."""
        return super().get_context_data(step=self.step, **kwargs)

    def get_success_url(self) -> str:
        """The procedure, at this step."""
        way = reverse("renovation:procedure", kwargs={"project_id": self.project.pk})
        return f"{way}#step-{self.step.key}"
