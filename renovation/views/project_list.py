"""The list of plan and projects: which of them, how many, how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ListPage, chosen
from common.clock import business_now, business_today
from renovation import filters
from renovation.models import Plan, Project
from renovation.selectors import lists
from renovation.selectors.lists import Totals
from renovation.views.project_bar import ALL_YEARS, bar
from renovation.views.project_views import views


class _Counted(Paginator):
    """Pages over rows whose number the totals have counted already."""

    def __init__(self, rows: Any, size: int, *, number: int, **kwargs: Any) -> None:
        super().__init__(rows, size, **kwargs)
        self._number = number

    @property
    def count(self) -> int:
        """The exact number of rows."""
        return self._number


class ProjectList(ListPage):
    """Which of them, how many, how much?"""

    permission = Permission.VIEW_PROJECTS
    model = Project
    template_name = "renovation/project_list.html"
    sorts: ClassVar[Mapping[str, Sequence[str]]] = {
        "position": ("plan_position", "code"),
        "name": ("sort_key",),
        "due": ("due_on",),
        "buildings": ("buildings",),
        "households": ("households",),
        "area": ("floor_area",),
        "cost": ("investment",),
    }

    @cached_property
    def scope(self) -> QuerySet[Project]:
        """Projects in the person's scope and in the area chosen in the frame."""
        return Project.objects.visible_to(self.person).within(chosen(self.request)[1])

    @cached_property
    def offered(self) -> dict[str, list[tuple[str, str]]]:
        """What the filters offer."""
        return lists.choices(self.scope)

    @cached_property
    def year(self) -> int | None:
        """The year shown: asked for, else chosen in the frame, else the latest; None for all."""
        asked = self.request.GET.get("year", "")
        years = [int(value) for value, _ in self.offered["year"]]
        if asked == ALL_YEARS:
            return None
        if asked.isdecimal():
            return int(asked)
        frame = chosen(self.request)[0]
        return frame if frame in years else next(iter(years), None)

    @cached_property
    def filterset(self) -> filters.ProjectFilter:
        """The bound filter; the year stands even where the address does not name it."""
        data: QueryDict = self.request.GET.copy()
        data["year"] = str(self.year) if self.year else ""
        return filters.ProjectFilter(data, self.scope, request=self.request)

    @cached_property
    def totals(self) -> Totals:
        """Sums over everything filtered."""
        return lists.totals(self.filterset.qs)

    def get_queryset(self) -> QuerySet[Project]:
        """Filtered, with what a row shows, sorted."""
        self.filterset.form.errors  # noqa: B018  bind the form once
        rows = lists.project_rows(self.filterset.qs, self.year)
        fields = self.sorts[self.sort.lstrip("-")]
        down = self.sort.startswith("-")
        return rows.order_by(*(f"-{field}" if down else field for field in fields), "pk")

    def get_paginator(self, queryset: Any, per_page: int, *_: Any, **__: Any) -> Paginator[Any]:
        """Totals have counted already."""
        return _Counted(queryset, per_page, number=self.totals.projects)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tabs, filters, sums and what may be done."""
        plan = lists.plan_of(self.person, self.year)
        whole = not any(
            self.request.GET.get(name)
            for name in ("q", "street", "state", "step", "due", "view", "unit")
        )
        ties = self._ties(plan) if whole and self.year else []
        made = super().get_context_data(
            today=business_today(),
            now=business_now(),
            plan=plan,
            year=self.year,
            totals=self.totals,
            ties=ties,
            off=[one for one in ties if not one.equal],
            views=views(self.person, self.scope, self.year, self.request.GET),
            bar=bar(self.request.GET, self.offered),
            may_import=can(self.person, Permission.IMPORT_PLAN),
            may_remind=can(self.person, Permission.WORK_STEP),
            save_query=self.request.GET.urlencode(),
            **kwargs,
        )
        for row in made["page_obj"]:
            row.tone = lists.state_tone(row.state)
        return made

    def _ties(self, plan: Plan | None) -> list[Any]:
        place = chosen(self.request)[1] or self.person.access.home_code()
        covers = plan is not None and plan.area_code.startswith(place)
        return lists.ties(plan, self.totals) if covers else []
