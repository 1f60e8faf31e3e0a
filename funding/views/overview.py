"""资金: where the money comes from, what is there, what went, by source and by project."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn
from common.clock import business_now, business_today
from common.templatetags import formats
from funding.selectors.flow_chart import sankey
from funding.selectors.money_rows import MoneyRow, total_of
from funding.selectors.totals import by_project, by_source, paid_by_purpose

PAGE = 50
SORTS = {
    "name": lambda row: row.name,
    "planned": lambda row: row.planned,
    "received": lambda row: row.received,
    "missing": lambda row: row.missing,
    "paid": lambda row: row.paid,
}


class Overview(SignedIn, View):
    """Planned, received and paid in the person's scope; year and area as switched in the frame."""

    permission = Permission.VIEW_MONEY

    def get(self, request: HttpRequest) -> HttpResponse:
        """Three statements whatever the number of projects."""
        year, area = self._year(), self._area()
        sources = by_source(area, year, self.person)
        projects = by_project(area, year, self.person)
        purposes = paid_by_purpose(area, year, self.person)
        total = total_of(sources)
        rows = _sorted(list(projects.items()), request.GET.get("sort", "-planned"))
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context = {
            "year": year,
            "at": business_now(),
            "sources": sources,
            "total": total,
            "headline": _headline(total),
            "figures": _figures(total, projects),
            "chart": sankey(sources, purposes),
            "page_obj": page,
            "projects": [
                (row, reverse("funding:project", kwargs={"project_id": key})) for key, row in page
            ],
            "project_total": total_of([row for _, row in rows]),
            "project_count": len(rows),
        }
        return render(request, "funding/overview.html", context)

    def _year(self) -> int:
        return int(self.request.session.get("frame_year") or business_today().year)

    def _area(self) -> str:
        return str(self.request.session.get("frame_area") or self.person.access.home_code())


def _sorted(rows: list[tuple[int, MoneyRow]], sort: str) -> list[tuple[int, MoneyRow]]:
    key = SORTS.get(sort.lstrip("-"), SORTS["planned"])
    return sorted(rows, key=lambda pair: (key(pair[1]), pair[0]), reverse=sort.startswith("-"))


def _headline(total: MoneyRow) -> str:
    if not total.planned:
        return "还没有出资测算，也没有下达资金。"
    received = (
        f"资金到位 {formats.wan(total.received)} 万元，占计划 {formats.share(total.received_share)}"
    )
    if not total.received:
        return f"计划 {formats.wan(total.planned)} 万元，还没有到位。"
    paid = f"支付 {formats.wan(total.paid)} 万元，占到位 {formats.share(total.paid_share)}"
    return f"{received}；{paid}。"


def _figures(total: MoneyRow, projects: dict[int, MoneyRow]) -> list[dict[str, Any]]:
    measured = sum(1 for row in projects.values() if row.planned)
    return [
        {
            "label": "计划",
            "value": formats.wan(total.planned),
            "unit": "万元",
            "note": f"{measured}/{len(projects)} 个项目已测算或下达",
        },
        {
            "label": "到位",
            "value": formats.wan(total.received),
            "unit": "万元",
            "note": f"到位率 {formats.share(total.received_share)}",
        },
        {
            "label": "未到位",
            "value": formats.wan(total.missing),
            "unit": "万元",
            "note": "计划减到位",
        },
        {
            "label": "支付",
            "value": formats.wan(total.paid),
            "unit": "万元",
            "note": f"支付率 {formats.share(total.paid_share)}",
        },
        {
            "label": "结存",
            "value": formats.wan(total.kept),
            "unit": "万元",
            "note": "到位减支付",
        },
    ]
