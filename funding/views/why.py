"""The 依据 of a payer's figure and of a household's part, in the drawer or as a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from accounts.web import visible
from common.clock import business_now, business_today
from common.errors import OutOfScope
from common.explanations import Explanation
from common.templatetags import formats
from funding.models import Determination, DeterminationLine, HouseholdShare
from funding.rules.household import HouseholdPart, explain
from funding.selectors.accounting import layout
from funding.selectors.households import whole_of
from funding.selectors.stakes import stakes
from funding.services.rechecking import recheck
from funding.views.base import OfProject
from policies.selectors.governing import rule_at


class Why(OfProject, View):
    """GET shows the stored account; POST computes again and says equal or different."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """As stored."""
        return self._show(request, None)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """As stored, with what comes out now."""
        row = self._determination()
        stored = {line.payer: line.amount for line in row.lines.all()}
        at = business_now()
        again = recheck(by=self.person, at=at, determination=row)
        now = again.now.get(self.kwargs["payer"])
        return self._show(
            request,
            {
                "state": "equal" if again.equal(stored) else "differs",
                "at": formats.short_moment(at),
                "stored": f"{formats.yuan(stored.get(self.kwargs['payer'], Decimal(0)))} 元",
                "now": f"{formats.yuan(now)} 元" if now is not None else "",
                "trouble": again.trouble,
                "elsewhere": now == stored.get(self.kwargs["payer"]),
            },
        )

    def _determination(self) -> Determination:
        rows = Determination.objects.select_related("determined_by", "confirmed_by", "project")
        return visible(
            rows, self.person, pk=self.kwargs["determination_id"], project=self.project.pk
        )

    def _show(self, request: HttpRequest, again: dict[str, Any] | None) -> HttpResponse:
        row = self._determination()
        line: DeterminationLine | None = row.lines.filter(payer=self.kwargs["payer"]).first()
        if line is None:
            raise OutOfScope("没有这一项依据，可能已被更新，请从页面上重新打开。")
        told = Explanation.from_dict(line.explanation)
        area = Decimal(row.inputs["area"])
        context = layout(told, area) | {"row": row, "again": again}
        return self._render(request, context)

    def _render(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return show(request, context | {"back_url": self.url("project"), "project": self.project})


class HouseholdWhy(OfProject, View):
    """Why this household pays this."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """The formula with the stored numbers in it."""
        rows = HouseholdShare.objects.select_related(
            "determination", "unit__building", "unit__entrance"
        ).filter(determination__project=self.project)
        share = rows.filter(pk=self.kwargs["share_id"]).first()
        if share is None:
            raise OutOfScope("没有找到这一户，或不在本项目的应缴名册中。")
        governs = share.determination
        rule = rule_at(governs.version_id, "shares")
        part = HouseholdPart(share.unit_code, share.area, share.building, share.amount)
        told = explain(rule.rule, part, whole_of(share), share.unit.label)
        context = layout(told) | {
            "row": governs,
            "version": rule.version,
            "back_url": self.url("household", share_id=share.pk),
            "project": self.project,
        }
        return show(request, context)


class StakeWhy(OfProject, View):
    """Why so many yuan hang on a day."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """As it stands today."""
        rewards = stakes(self.project, business_today()).rewards
        found = next((one for one in rewards if one.key == self.kwargs["key"]), None)
        if found is None:
            raise OutOfScope("没有这一项依据，可能已被更新，请从页面上重新打开。")
        context = layout(found.explanation) | {"back_url": self.url("project")}
        return show(request, context | {"project": self.project})


def show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The drawer's content for htmx, else a page of its own."""
    in_drawer = request.headers.get("HX-Request") == "true"
    template = "funding/_why.html" if in_drawer else "funding/why.html"
    return render(request, template, context | {"in_page": not in_drawer, "own_url": request.path})
