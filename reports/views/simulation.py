"""政策推演: ask, watch, read the differences, look at one, take them along as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.access import can, require
from accounts.permissions import Permission
from accounts.web import ActionView, ListPage, SignedIn, visible
from common.clock import business_now, business_today
from policies.models import PolicyVersion
from records.views.jobs import shown
from renovation.models import Simulation, SimulationRow
from renovation.models.simulations import EFFECTS, KINDS
from reports.exports.simulation import workbook
from reports.selectors import simulations
from reports.services.simulating import simulate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfVersion(SignedIn):
    """Pages about one version that may be simulated."""

    permission = Permission.SIMULATE_POLICY
    kwargs: dict[str, Any]

    @cached_property
    def version(self) -> PolicyVersion:
        """The version in or around the person's places (404 otherwise)."""
        rows = PolicyVersion.objects.light()
        return visible(rows, self.person, pk=self.kwargs["version_id"])


class Simulations(OfVersion, ListPage):
    """What was simulated of a version, and the button that asks again."""

    template_name = "reports/simulations.html"
    sorts = {"-asked": ("-asked_at", "-pk")}

    def rows(self) -> QuerySet[Simulation]:
        """Of this version only."""
        return simulations.simulations(self.person).filter(version=self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version, the way back, and whether the person may ask here."""
        may_ask = can(self.person, Permission.SIMULATE_POLICY, on=self.version.area_code or None)
        return super().get_context_data(
            version=self.version, crumbs=_crumbs(self.version), may_ask=may_ask, **kwargs
        )


class Simulate(OfVersion, ActionView):
    """The button."""

    made: Simulation | None = None

    def run(self) -> Simulation:
        """As of today."""
        self.made = simulate(
            by=self.person, at=business_now(), on=business_today(), version=self.version
        )
        return self.made

    def back(self) -> str:
        """The result's page, which shows the progress first."""
        if self.made is not None:
            return reverse("reports:simulation", args=[self.made.pk])
        return reverse("reports:simulations", args=[self.version.pk])


class OfSimulation(SignedIn):
    """Pages of one result."""

    permission = Permission.SIMULATE_POLICY
    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def simulation(self) -> Simulation:
        """In or around the person's places (404 otherwise)."""
        found = visible(simulations.simulations(self.person), self.person, pk=self.kwargs["pk"])
        require(self.person, Permission.SIMULATE_POLICY, on=found.version.area_code or None)
        return found

    def chosen(self) -> QuerySet[SimulationRow]:
        """The rows in scope, as filtered in the address."""
        get = self.request.GET.get
        return simulations.chosen_rows(
            simulations.rows_of(self.person, self.simulation),
            kind=get("kind", ""),
            effect=get("effect", ""),
            find=get("q", "").strip(),
        )


class SimulationPage(OfSimulation, ListPage):
    """Progress until it is done, then the differences."""

    template_name = "reports/simulation.html"
    sorts = {
        "project": ("project__code", "pk"),
        "kind": ("kind", "project__code"),
        "days": ("days", "project__code"),
        "yuan": ("yuan", "project__code"),
    }

    def rows(self) -> QuerySet[SimulationRow]:
        """Filtered as the address says; the explanations are read one by one elsewhere."""
        return self.chosen().defer("why_before", "why_after")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, sums over all rows in scope, filters."""
        simulation, get = self.simulation, self.request.GET.get
        job = simulation.job
        whole = simulations.rows_of(self.person, simulation)
        return super().get_context_data(
            simulation=simulation,
            version=simulation.version,
            crumbs=[*_crumbs(simulation.version), ("推演结果", "")],
            job=shown(job) if job and not simulation.finished_at else None,
            sums=simulations.sums(whole) if simulation.finished_at else None,
            bar={
                "find": {"name": "q", "value": get("q", ""), "placeholder": "项目、编号或事项"},
                "hidden": [("sort", get("sort"))] if get("sort") else [],
                "selects": [
                    {"name": "kind", "label": "类别", "value": get("kind", ""), "options": KINDS},
                    {
                        "name": "effect",
                        "label": "何时生效",
                        "value": get("effect", ""),
                        "options": EFFECTS,
                    },
                ],
            },
            **kwargs,
        )


class SimulationRowPage(OfSimulation, TemplateView):
    """One difference: both explanations side by side, in the drawer or as a page."""

    template_name = "reports/simulation_row.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row in scope (404 otherwise)."""
        rows = simulations.rows_of(self.person, self.simulation)
        row = visible(rows, self.person, pk=self.kwargs["row_id"])
        return super().get_context_data(
            row=row,
            simulation=self.simulation,
            sides=[("现行", row.before, row.why_before), ("推演", row.after, row.why_after)],
            back_url=reverse("reports:simulation", args=[self.simulation.pk]),
            **kwargs,
        )

    def get_template_names(self) -> list[str]:
        """Only the content for the drawer."""
        in_drawer = self.request.headers.get("HX-Request")
        return ["reports/_simulation_row.html" if in_drawer else self.template_name]


class SimulationWorkbook(OfSimulation, View):
    """Exactly the rows on the screen, all pages of them."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """An attachment."""
        require(self.person, Permission.SIMULATE_POLICY)
        response = HttpResponse(
            workbook(self.simulation, self.chosen().iterator(chunk_size=500)), content_type=XLSX
        )
        name = f"simulation-{self.simulation.pk}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _crumbs(version: PolicyVersion) -> list[tuple[str, str]]:
    return [
        ("政策", reverse("policies:policy_list")),
        (version.short_name, reverse("policies:version", args=[version.pk])),
        ("推演", reverse("reports:simulations", args=[version.pk])),
    ]
