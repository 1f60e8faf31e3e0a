"""What the workbench counts and filters by."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from accounts.web import SignedIn, chosen
from common.clock import business_now
from districts.models import Area
from renovation.models.projects import ProjectQuerySet
from reports.selectors import workload

WHO = {"": "全部", "mine": "待我办", "others": "等他人"}


class InHand(SignedIn):
    """Everything in hand of the person, and the ways to narrow it."""

    @cached_property
    def now(self) -> datetime:
        """The business instant of this request."""
        return business_now()

    @property
    def today(self) -> date:
        """Its civil date."""
        return self.now.date()

    @cached_property
    def units(self) -> frozenset[str]:
        """The units on whose behalf the person acts."""
        return self.person.access.unit_codes()

    @cached_property
    def rows(self) -> ProjectQuerySet:
        """Everything in hand in the chosen year and area."""
        year, area = chosen(self.request)
        return workload.in_hand(self.person, year, area)

    def figures(self, load: workload.Load) -> list[dict[str, Any]]:
        """The four counts, each a filter."""
        due = self.request.GET.get("due", "")
        rows = (
            ("late", "已逾期", load.late, "exclamation-octagon-fill", "red"),
            ("soon", "7 日内到期", load.soon, "clock-fill", "amber"),
            ("later", "7 日后到期", load.later, "clock", ""),
            ("", "合计在办", load.total, "", ""),
        )
        return [
            {
                "label": label,
                "value": split.all,
                "note": f"我 {split.mine} · 他人 {split.others}",
                "icon": icon,
                "tone": tone,
                "strong_tone": tone if key == "late" and split.all else "",
                "url": self.link(due=key),
                "current": bool(due) and key == due,
            }
            for key, label, split, icon, tone in rows
        ]

    def choices(self, load: workload.Load) -> list[dict[str, Any]]:
        """All, mine, others'."""
        counts = {"": load.total.all, "mine": load.total.mine, "others": load.total.others}
        who = self.request.GET.get("who", "")
        return [
            {"label": label, "url": self.link(who=key), "count": counts[key], "current": key == who}
            for key, label in WHO.items()
        ]

    def bar(self) -> dict[str, Any]:
        """Filters by street, step and responsible unit, with what there is to choose."""
        get = self.request.GET
        streets = Area.objects.filter(
            pk__in=self.rows.order_by().values("community__street")
        ).values_list("code", "name")
        steps = self.rows.order_by().values_list("current_step__name", flat=True).distinct()
        units = [(one.code, one.name) for one in workload.holders(self.rows, self.today)]
        selects = [
            {
                "name": "street",
                "label": "街道",
                "value": get.get("street"),
                "options": list(streets),
            },
            {
                "name": "step",
                "label": "步骤",
                "value": get.get("step"),
                "options": [(name, name) for name in sorted(steps)],
            },
            {"name": "unit", "label": "责任单位", "value": get.get("unit"), "options": units},
        ]
        hidden = [(key, get[key]) for key in ("who", "due") if get.get(key)]
        return {"selects": selects, "hidden": hidden}

    def link(self, **changes: str) -> str:
        """This page with some filters changed, from its first page."""
        query = {key: value for key, value in self.request.GET.items() if key != "page"} | changes
        kept = {key: value for key, value in query.items() if value}
        return f"?{urlencode(kept)}" if kept else self.request.path
