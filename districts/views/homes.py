"""Units: entering one, correcting it, its owners; and finding an owner."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn, visible
from common.clock import business_now, business_today
from districts.forms import CorrectionForm, HomeForm, OwnersForm
from districts.models import Community, ExclusiveUnit, RegisterChange
from districts.selectors.owners import find_ownerships
from districts.services.corrections import change_owners, correct_unit
from districts.services.homes import HomesRegistered, register_homes
from districts.services.reveal import record_search

_MOST = 100


class NewHome(ServiceView):
    """Enter one unit with its owners; lists of them come by import."""

    permission = Permission.EDIT_REGISTER
    template_name = "districts/home_form.html"
    form_class = HomeForm

    def community(self) -> Community:
        """404 outside the scope."""
        return visible(Community.objects.all(), self.person, pk=self.kwargs["pk"])

    def run(self, form: HomeForm) -> HomesRegistered:
        """On the business day."""
        return register_homes(
            by=self.person, on=business_today(), community=self.community(), rows=[form.row()]
        )

    def done_message(self) -> str:
        """Equal names are said, never merged."""
        words = f"{self.result.units[0].label} 已登记。"
        if self.result.doubtful:
            names = "、".join(owner.name_masked for owner in self.result.doubtful)
            words += f"台账中另有同名业主（{names}），没有证件号不能认作同一人，请核对后补登。"
        return words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the unit will stand."""
        return super().get_context_data(community=self.community(), **kwargs)

    def get_success_url(self) -> str:
        """The houses, with that building open."""
        unit = self.result.units[0]
        address = reverse("districts:community", args=[self.kwargs["pk"]])
        return f"{address}?building={unit.building.number}"


class _UnitForm(ServiceView):
    """A form about one unit, with its history beside it."""

    permission = Permission.EDIT_REGISTER

    def unit(self) -> ExclusiveUnit:
        """404 outside the scope."""
        rows = ExclusiveUnit.objects.select_related("building__community", "entrance")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The unit, its owners masked, and earlier values."""
        unit = self.unit()
        parts = unit.ownerships.select_related("owner").order_by("-ends_on", "pk")
        changes = RegisterChange.objects.filter(
            subject_kind="districts.exclusiveunit", subject_id=str(unit.pk)
        ).select_related("changed_by")
        return super().get_context_data(unit=unit, parts=parts, changes=changes, **kwargs)

    def get_success_url(self) -> str:
        """The houses, with that building open."""
        building = self.unit().building
        address = reverse("districts:community", args=[building.community_id])
        return f"{address}?building={building.number}"


class CorrectUnit(_UnitForm):
    """Put right what the register says of a unit."""

    template_name = "districts/unit_correct.html"
    form_class = CorrectionForm
    success_message = "已更正，原值和原因留在记录里。"

    def get_initial(self) -> dict[str, Any]:
        """What stands there now."""
        return CorrectionForm.initial_of(self.unit())

    def run(self, form: CorrectionForm) -> ExclusiveUnit:
        """The reason is kept with the old values."""
        changes = dict(form.cleaned_data)
        reason = changes.pop("reason")
        return correct_unit(
            by=self.person,
            on=business_today(),
            at=business_now(),
            unit=self.unit(),
            changes=changes,
            reason=reason,
        )


class ChangeOwners(_UnitForm):
    """Who owns the unit from today on."""

    template_name = "districts/unit_owners.html"
    form_class = OwnersForm
    success_message = "产权人已变更，原产权人留在记录里。"

    def run(self, form: OwnersForm) -> Any:
        """Earlier owners' parts end today."""
        return change_owners(
            by=self.person,
            on=business_today(),
            at=business_now(),
            unit=self.unit(),
            owners=form.cleaned_data["owners"],
            reason=form.cleaned_data["reason"],
        )


class OwnerSearch(SignedIn, View):
    """Find homes by an owner's exact name, phone or number; by POST, so that no log holds it."""

    permission = Permission.VIEW_PERSONS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return self._page(request, {"parts": None})

    def post(self, request: HttpRequest) -> HttpResponse:
        """What was found, masked; the look-up is recorded without the words."""
        words = request.POST.get("q", "")
        community = None
        if pk := request.POST.get("community", ""):
            known = int(pk) if pk.isdecimal() else 0
            community = visible(Community.objects.all(), self.person, pk=known)
        parts = list(find_ownerships(self.person, words, community)[:_MOST])
        record_search(by=self.person, community=community, found=len(parts))
        return self._page(request, {"parts": parts, "words": words, "community": community})

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        response = render(request, "districts/owner_search.html", context)
        response["Cache-Control"] = "no-store"
        return response
