"""依据: the page and the drawer behind every computed figure, gate and deadline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from common.clock import business_now, business_today
from common.templatetags.formats import short_moment
from renovation.selectors.explain import Why, explain
from renovation.selectors.pages import why_url
from renovation.views.base import InProject


class WhyPage(InProject, View):
    """GET shows it; POST recomputes it and says whether it comes out the same."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The explanation as stored, or as computed where nothing is stored."""
        return self.shown(request, self.why())

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The same with the recomputation beside it."""
        why = self.why()
        recheck = {
            "state": {True: "equal", False: "differs"}.get(why.equal is True or why.equal is None),
            "at": short_moment(business_now()),
            "stored": why.stored,
            "now": why.now,
        }
        return self.shown(request, why, recheck)

    def why(self) -> Why:
        """OutOfScope (404) for an unknown key."""
        return explain(self.project, self.kwargs["key"], business_today())

    def shown(
        self, request: HttpRequest, why: Why, recheck: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The drawer for htmx, else the page."""
        own = why_url(self.project, self.kwargs["key"])
        context = {
            "explanation": why.explanation.to_dict(),
            "recheck": recheck,
            "own_url": own,
            "recheck_url": own if why.stored is not None else "",
            "back_url": self.project_url(),
        }
        drawer = request.headers.get("HX-Request")
        return render(request, "components/why_panel.html" if drawer else "why_page.html", context)

    def project_url(self) -> str:
        """The project's first tab."""
        return why_url(self.project, "x").partition("why/")[0]
