"""The lists of communities, buildings and homes: one page, three declarations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.web import chosen
from districts.registers import BUILDINGS, COMMUNITIES, HOMES
from districts.services.reveal import reveal_units
from records.listings import MOST_AT_ONCE, Listing
from records.web import ListingPage

PAGES = {
    "communities": ("districts:community_list", "小区"),
    "buildings": ("districts:building_list", "楼栋"),
    "homes": ("districts:home_list", "住户"),
}


class RegisterPage(ListingPage):
    """A register: the switch to the other two, what may be done, and words for an empty one."""

    template_name = "districts/register.html"
    meta: ClassVar[str]
    empty: ClassVar[str]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The right to write shows what writes."""
        context = super().get_context_data(**kwargs)
        access = self.person.access
        return context | {
            "switch": [
                {"label": label, "url": reverse(name), "current": key == self.listing.key}
                for key, (name, label) in PAGES.items()
            ],
            "meta": self.meta,
            "empty": self.empty,
            "filtered": bool(self.selection.asked) or bool(chosen(self.request)[1]),
            "may_edit": access.has(Permission.EDIT_REGISTER),
            "may_export": access.has(Permission.EXPORT),
            "long": self.selection.totals.number > MOST_AT_ONCE,
            "menu": self._menu() if access.has(Permission.EDIT_REGISTER) else [],
            "may_reveal": self.listing is HOMES and access.has(Permission.VIEW_PERSONS),
            "clear": self.clear,
        }

    def _menu(self) -> list[dict[str, str]]:
        """The way out and back: an empty table, and the filled one to bring in."""
        sheet = self.listing.sheet
        return [
            {
                "label": "导入改好的表",
                "icon": "upload",
                "url": f"{reverse('intake:upload')}?kind={sheet}",
            },
            {
                "label": "下载空白模板",
                "icon": "file-earmark-excel",
                "url": reverse("reports:template", args=[sheet]),
            },
        ]


class CommunityList(RegisterPage):
    """Communities in scope with what the register holds of them."""

    listing: ClassVar[Listing] = COMMUNITIES
    meta = "楼栋、户数、面积按已登记的房屋合计，与计划申报数分开"
    empty = "先登记小区，或从计划表导入；楼栋和住户随后登记。"


class BuildingList(RegisterPage):
    """Buildings in scope, as surveyed and as their units add up."""

    listing: ClassVar[Listing] = BUILDINGS
    meta = "建筑面积、户数按栋填写；已登记住宅、专有面积由逐套登记的房屋加出来"
    empty = "登记房屋时楼栋随之建立；结构、层数、年份可在这里批量补填，或导入楼栋台账。"


class HomeList(RegisterPage):
    """Homes and other units in scope; owners masked."""

    listing: ClassVar[Listing] = HOMES
    meta = "一行一套；姓名、电话平时遮盖，看明文留痕"
    empty = "到小区页逐套登记，或导入住户清单；意见征询的名册按这里的房屋和业主冻结。"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """This page's owners in clear, recorded; the answer is never kept by the browser."""
        _, _, shown, _ = self.paginate_queryset(self.get_queryset(), self.paginate_by)
        reveal_units(by=self.person, units=list(shown))
        self.clear = True
        response = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response
