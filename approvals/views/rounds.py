"""Rounds: the list, the project's tab, extending, reopening, voiding."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import ActionView, ListPage, ServiceView, SignedIn, visible
from approvals.forms.rounds import ExtendForm
from approvals.models import Round, Tally
from approvals.models.rounds import STATES
from approvals.rules.parts import WHOLE
from approvals.selectors.orders import place_in
from approvals.selectors.own_pages import pages_of
from approvals.selectors.residents_way import residents_way
from approvals.selectors.rules import matters_of
from approvals.selectors.running import running
from approvals.selectors.seeing import own_instead
from approvals.selectors.tabs import consent_tab
from approvals.services.rounds import (
    extend_round,
    reopen_round,
    void_round,
)
from common.clock import business_now, business_today
from common.errors import OutOfScope
from renovation.models import Project
from renovation.selectors.frame import get_project, project_frame

ENDANGERED = "danger"
ENDED = {True: ("已通过", "green", "check-lg"), False: ("未通过", "amber", "x-lg")}


class RoundFilter(django_filters.FilterSet):
    """By state and by the name of the community, of a cluster that of any in it or its own."""

    state = django_filters.ChoiceFilter(choices=list(STATES.items()))
    q = django_filters.CharFilter(method="named")

    class Meta:
        model = Round
        fields = ["state", "q"]

    def named(self, rows: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        """Whose project or cluster has this in its name."""
        those = list(Project.objects.filter(name__icontains=value).values_list("pk", flat=True))
        own = Q(project__in=those) | Q(members__overlap=those)
        return rows.filter(own | Q(cluster__icontains=value))


class RoundList(ListPage):
    """All rounds in scope."""

    model = Round
    template_name = "approvals/round_list.html"
    permission = Permission.VIEW_PROJECTS
    filterset_class = RoundFilter
    sorts = {
        "opens": ("-opens_at",),
        "closes": ("closes_at",),
        "project": ("project__sort_key",),
        "heads": ("-heads",),
        ENDANGERED: (ENDANGERED,),
    }

    def rows(self) -> QuerySet[Round]:
        """Rounds with their project, running and certified tallies."""
        rows = super().rows().select_related("project__community__street", "pin")
        if self.sort.endswith(ENDANGERED):
            keys = [one.round.pk for one in running(self.person, business_now())]
            rows = rows.annotate(**{ENDANGERED: place_in(keys)})
        certified = Tally.objects.filter(occasion="certificate").only("round", "passed")
        return rows.prefetch_related("running", Prefetch("tallies", certified))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each row with its leading figures."""
        context = super().get_context_data(**kwargs)
        chosen = self.request.GET
        context["bar"] = {
            "find": {"name": "q", "value": chosen.get("q", ""), "placeholder": "小区"},
            "selects": [
                {
                    "name": "state",
                    "label": "状态",
                    "value": chosen.get("state", ""),
                    "options": [("", "全部"), *STATES.items()],
                }
            ],
        }
        rows = list(context["page_obj"])
        pages = pages_of(self.person, rows)
        context["lines"] = [
            (row, _leading(row) | {"project": pages.get(row.pk, row.project_id)}) for row in rows
        ]
        context["today"] = business_today()
        return context


class RoundsTab(SignedIn, TemplateView):
    """征询表决 of a project."""

    template_name = "approvals/rounds.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The tab; of a cluster's round, which is kept with one project, the one in scope."""
        try:
            return super().get(request, *args, **kwargs)
        except OutOfScope:
            own = own_instead(self.person, kwargs["project_id"])
            if own is None:
                raise
            address = reverse("approvals:rounds", args=[own.pk])
            return redirect(f"{address}?{request.GET.urlencode()}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Frame and tab."""
        project = get_project(self.person, kwargs["project_id"])
        on = business_today()
        frame = project_frame(self.person, project, on, "approvals:rounds")
        prefetch_related_objects([project], "steps")
        asked = self.request.GET.get("round", "")
        tab = consent_tab(project, self.person, on, asked)
        shown = tab["way"].step.subject if tab["way"] and not tab["apart"] else ""
        here = f"{self.request.path}?round={shown}"
        return (
            super().get_context_data(**kwargs)
            | frame
            | tab
            | {"now": business_now(), "residents_way": residents_way(project, on, here)}
        )


class ExtendRound(ServiceView):
    """A later closing instant."""

    template_name = "approvals/extend.html"
    form_class = ExtendForm
    success_message = "已延期"

    @property
    def round(self) -> Round:
        """The round in scope."""
        rows = Round.objects.select_related("project__community__street", "pin")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        """Three days more."""
        return {"closes_at": self.round.closes_at + timedelta(days=3)}

    def run(self, form: ExtendForm) -> Round:
        """Extend."""
        return extend_round(
            by=self.person, at=business_now(), round_=self.round, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        """The tab."""
        return reverse("approvals:rounds", args=[self.round.project_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The round beside the form."""
        row = self.round
        require(self.person, Permission.OPEN_ROUND, on=row)
        return super().get_context_data(round=row, matters=matters_of(row), **kwargs)


class ReopenRound(ExtendRound):
    """Papers are taken again before the count is confirmed."""

    success_message = "已重新开放"

    def run(self, form: ExtendForm) -> Round:
        """Reopen."""
        return reopen_round(
            by=self.person, at=business_now(), round_=self.round, **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words for reopening."""
        return super().get_context_data(reopening=True, **kwargs)


class VoidRound(ActionView):
    """Taking a round out of force, with its reason."""

    success_message = "已作废，原意见表留档"

    @property
    def round(self) -> Round:
        """The round in scope."""
        return visible(Round.objects.all(), self.person, pk=self.kwargs["pk"])

    def run(self) -> Round:
        """Void."""
        reason = self.request.POST.get("reason", "")
        return void_round(by=self.person, at=business_now(), round_=self.round, reason=reason)

    def back(self) -> str:
        """The tab."""
        return reverse("approvals:rounds", args=[self.round.project_id])


def _leading(row: Round) -> dict[str, Any]:
    """Turnout and agreement of the first matter as stored, and how the round ended."""
    whole = {tally.matter: tally for tally in row.running.all() if tally.part == WHOLE}
    first = whole.get(row.items[0]) if row.items else None
    label, tone, icon = row.get_state_display(), "amber" if row.state == "closed" else "", ""
    if certified := row.tallies.all() if row.state == "confirmed" else ():
        label, tone, icon = ENDED[all(tally.passed for tally in certified)]
    return {"tally": first, "label": label, "tone": tone, "icon": icon}
