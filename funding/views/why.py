"""The 依据 of a payer's figure and of a household's part, in the drawer or as a page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from accounts.reasons import Recheck, show_reason
from accounts.web import visible
from common.clock import business_now, business_today
from common.errors import OutOfScope
from common.templatetags import formats
from funding.models import Determination, DeterminationLine, HouseholdShare
from funding.rules.household import HouseholdPart, explain
from funding.selectors.accounting import beside, signed
from funding.selectors.households import whole_of
from funding.selectors.stakes import stakes
from funding.services.rechecking import recheck
from funding.views.base import OfProject
from policies.selectors.governing import rule_at

MEND = "请核对改造内容、面积和政策版本；确有变化的，重新测算并复核。"


class Why(OfProject, View):
    """GET shows the stored account; POST computes again and says equal or different."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """As stored."""
        return self._show(request, None)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """As stored, with what comes out now."""
        row, payer = self._determination(), self.kwargs["payer"]
        stored = {line.payer: line.amount for line in row.lines.all()}
        at = business_now()
        again = recheck(by=self.person, at=at, determination=row)
        if again.equal(stored):
            return self._show(request, Recheck(at))
        was, now = formats.yuan(stored.get(payer, Decimal(0))), again.now.get(payer)
        if again.trouble:
            words = f"现在算不出来：{again.trouble}。"
        elif now == stored.get(payer):
            words = f"这一项相同（{was} 元），其他出资方的数变了。"
        else:
            words = f"存 {was} 元，现算 {formats.yuan(now)} 元。"
        return self._show(request, Recheck(at, words + MEND))

    def _determination(self) -> Determination:
        rows = Determination.objects.select_related("determined_by", "confirmed_by", "project")
        return visible(
            rows, self.person, pk=self.kwargs["determination_id"], project=self.project.pk
        )

    def _show(self, request: HttpRequest, again: Recheck | None) -> HttpResponse:
        row = self._determination()
        line: DeterminationLine | None = row.lines.filter(payer=self.kwargs["payer"]).first()
        if line is None:
            raise OutOfScope("没有这一项依据，可能已被更新，请从页面上重新打开。")
        return show_reason(
            request,
            line.explanation,
            back_url=self.url("project"),
            recheckable=True,
            recheck=again,
            beside=beside(line.amount, Decimal(row.inputs["area"])),
            signed=signed(row),
        )


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
        return show_reason(
            request,
            replace(told, version=rule.version),
            back_url=self.url("household", share_id=share.pk),
            beside=beside(share.amount),
            signed=signed(governs),
        )


class StakeWhy(OfProject, View):
    """Why so many yuan hang on a day."""

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """As it stands today."""
        rewards = stakes(self.project, business_today()).rewards
        found = next((one for one in rewards if one.key == self.kwargs["key"]), None)
        if found is None:
            raise OutOfScope("没有这一项依据，可能已被更新，请从页面上重新打开。")
        return show_reason(request, found.explanation, back_url=self.url("project"))
