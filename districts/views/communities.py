"""The page of one community, and entering another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn, visible
from common.clock import business_today
from districts.forms import AliasForm, CommunityForm
from districts.models import Area, Community, ExclusiveUnit
from districts.selectors.counts import Counts, counts_of
from districts.selectors.grid import blocks_of
from districts.selectors.owners import doubtful_in
from districts.services.communities import add_alias, register_community
from districts.services.reveal import reveal_owners
from records.selectors.origins import imports_of, origins_of


class CommunityPage(SignedIn, DetailView):
    """One community: its buildings as one sees them, its owners masked, its corrections."""

    permission = Permission.VIEW_REGISTER
    template_name = "districts/community.html"
    clear = False

    def get_object(self, queryset: Any = None) -> Community:
        """404 outside the scope."""
        rows = Community.objects.select_related("street", "neighbourhood")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the partial `districts/_homes.html` needs, and the history."""
        community: Community = self.object
        changes = community.changes.select_related("changed_by")[:20]
        doubtful = doubtful_in(community)
        homes = ExclusiveUnit.objects.filter(building__community=community)
        context = homes_context(self.request, community, clear=self.clear)
        return super().get_context_data(
            changes=changes,
            doubtful=doubtful,
            origin=origins_of(Community, [community.pk]).get(community.pk),
            imports=imports_of(homes),
            **context,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Owners in clear, recorded; the answer is never kept by the browser."""
        self.object = self.get_object()
        building = request.POST.get("building", "")
        reveal_owners(by=self.person, community=self.object, building=building)
        self.clear = True
        response = self.render_to_response(self.get_context_data(object=self.object))
        response["Cache-Control"] = "no-store"
        return response


class ProjectHomes(CommunityPage):
    """The same houses under a project's tab 楼栋住户."""

    template_name = "districts/project_homes.html"

    def get_object(self, queryset: Any = None) -> Community:
        """By the community's id, however the address calls it."""
        return visible(
            Community.objects.select_related("street"), self.person, pk=self.kwargs["community_id"]
        )


def homes_context(
    request: HttpRequest, community: Community, *, clear: bool = False
) -> dict[str, Any]:
    """The context of `districts/_homes.html`: buildings, counts and what the person may do.

    One building is shown open: `?building=2`, else the first.
    """
    user = request.user
    numbers = list(community.buildings.values_list("number", flat=True))
    asked = request.POST.get("building") or request.GET.get("building", "")
    shown = asked if asked in numbers else next(iter(numbers), "")
    counts: Counts = counts_of([community.pk])[community.pk]
    return {
        "community": community,
        "numbers": numbers,
        "shown": shown,
        "blocks": blocks_of(community, building=shown, clear=clear) if shown else [],
        "counts": counts,
        "figures": _figures(counts),
        "clear": clear,
        "may_reveal": can(user, Permission.VIEW_PERSONS, on=community),  # type: ignore[arg-type]
        "may_open": can(user, Permission.EDIT_PROJECT, on=community),  # type: ignore[arg-type]
        "may_edit": can(user, Permission.EDIT_REGISTER, on=community),  # type: ignore[arg-type]
    }


def _figures(counts: Counts) -> Iterable[dict[str, Any]]:
    return [
        {"label": "楼栋", "value": counts.buildings, "unit": "栋"},
        {"label": "单元", "value": counts.entrances, "unit": "个"},
        {"label": "住宅", "value": counts.homes, "unit": "户"},
        {"label": "专有部分", "value": counts.units, "unit": "套"},
        {"label": "专有面积", "value": f"{counts.area:,.2f}", "unit": "㎡"},
        {"label": "业主", "value": counts.owners, "unit": "人"},
    ]


class NewCommunity(ServiceView):
    """Enter a community."""

    permission = Permission.EDIT_REGISTER
    template_name = "districts/community_form.html"
    form_class = CommunityForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only streets in scope."""
        streets = Area.objects.visible_to(self.person).filter(level="street", ends_on=None)
        return super().get_form_kwargs() | {"streets": streets}

    def run(self, form: CommunityForm) -> Community:
        """On the business day."""
        return register_community(by=self.person, on=business_today(), **form.cleaned_data)

    def done_message(self) -> str:
        """With the code that it got."""
        return f"{self.result.name} 已登记，小区代码 {self.result.code}。请接着登记楼栋和房屋。"

    def get_success_url(self) -> str:
        """Its page."""
        return reverse("districts:community", args=[self.result.pk])


class NewAlias(ServiceView):
    """Another name that people use."""

    permission = Permission.EDIT_REGISTER
    template_name = "districts/alias_form.html"
    form_class = AliasForm
    success_message = "别名已登记，导入时按同一小区认。"

    def community(self) -> Community:
        """404 outside the scope."""
        return visible(Community.objects.all(), self.person, pk=self.kwargs["pk"])

    def run(self, form: AliasForm) -> Community:
        """Refused when the name is another's."""
        alias = form.cleaned_data["alias"]
        return add_alias(
            by=self.person, on=business_today(), community=self.community(), alias=alias
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose name it will be."""
        return super().get_context_data(community=self.community(), **kwargs)

    def get_success_url(self) -> str:
        """Its page."""
        return reverse("districts:community", args=[self.kwargs["pk"]])
