"""依据: the page and the drawer behind every computed figure, gate and deadline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import View

from accounts.reasons import Recheck, show_reason
from common.clock import business_now, business_today
from renovation.selectors.explain import Why, explain
from renovation.views.base import InProject


class WhyPage(InProject, View):
    """GET shows it; POST recomputes it and says whether it comes out the same."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The explanation as stored, or as computed where nothing is stored."""
        return self.shown(request, self.why())

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The same with the recomputation beside it."""
        why = self.why()
        return self.shown(request, why, Recheck.of(business_now(), why.stored, why.now))

    def why(self) -> Why:
        """OutOfScope (404) for an unknown key."""
        return explain(self.project, self.kwargs["key"], business_today())

    def shown(self, request: HttpRequest, why: Why, recheck: Recheck | None = None) -> HttpResponse:
        """The drawer for htmx, else the page."""
        return show_reason(
            request,
            why.explanation,
            recheck=recheck,
            recheckable=why.stored is not None,
            back_url=reverse("renovation:project", args=[self.project.pk]),
        )
