"""One form, one act on a thing of a project: the page that all small forms of this room share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import ActionView, ServiceView, SignedIn, safe_next, visible
from common.clock import business_today
from common.errors import Conflict, Refused
from policies.rules.vocabulary import StepKind
from renovation.models import Project, Step
from renovation.selectors.frame import get_project, project_frame


class ForScripts(ActionView):
    """A button that a script may press: what is refused comes back as JSON where it asks for it.

    What is done leads on as ever, so that the same form sent again is known (`records.once`).
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Run; 422 or 409 with every problem for a script."""
        if "application/json" not in self.request.headers.get("Accept", ""):
            return super().post(*args, **kwargs)
        try:
            return self.answered(self.run())
        except Refused as refusal:
            body = {"problems": [problem.as_dict() for problem in refusal.problems]}
            return JsonResponse(body, status=409 if isinstance(refusal, Conflict) else 422)

    def answered(self, _result: Any) -> HttpResponse:
        """What a script gets once it is done."""
        return redirect(safe_next(self.request, self.back()))


class Act(ServiceView):
    """Subclasses set words, `right`, `tab`, and either `rows` (the thing by pk) or nothing.

    Without `rows` the thing is the project itself (`project_id` in the address).
    """

    template_name = "approvals/form.html"
    heading: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    submit: ClassVar[str] = "保存"
    right: ClassVar[Permission] = Permission.VIEW_PROJECTS
    tab: ClassVar[str] = "approvals:rounds"
    rows: ClassVar[QuerySet[Any] | None] = None
    days: ClassVar[tuple[str, ...]] = ()  # date fields that start with today
    via: ClassVar[str] = ""  # path from the thing to what has the project

    @property
    def thing(self) -> Any:
        """What is acted on, in scope."""
        if self.rows is None:
            return get_project(self.person, self.kwargs["project_id"])
        return visible(self.rows.all(), self.person, pk=self.kwargs["pk"])

    @property
    def project(self) -> Project:
        """The project of the thing."""
        thing = self.thing
        if isinstance(thing, Project):
            return thing
        for name in filter(None, self.via.split(".")):
            thing = getattr(thing, name)
        project: Project = thing.project
        return project

    def get_initial(self) -> dict[str, Any]:
        """Today where a day is asked."""
        return dict.fromkeys(self.days, business_today())

    def get_success_url(self) -> str:
        """The tab that the act belongs to."""
        return reverse(self.tab, args=[self.project.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words around the form; asks for the right before showing it."""
        project = self.project
        require(self.person, self.right, on=project)
        return super().get_context_data(
            project=project,
            heading=self.heading,
            lead=self.lead,
            submit=self.submit,
            back=reverse(self.tab, args=[project.pk]),
            keep=self._keep(),
            **kwargs,
        )

    def _keep(self) -> str:
        """The key under which the browser keeps a draft."""
        return f"{self.__class__.__name__}-{self.kwargs}-{self.person.pk}"


def open_steps(project: Project, kind: StepKind) -> list[Step]:
    """The project's steps of a kind that somebody may work on now."""
    return list(project.steps.filter(kind=kind, state__in=["open", "to_evidence"]))


def frame(view: SignedIn, project: Project, tab: str) -> dict[str, Any]:
    """The project frame around a tab of this room."""
    return project_frame(view.person, project, business_today(), tab)
