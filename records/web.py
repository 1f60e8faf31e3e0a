"""A listing as a page: views, filters, columns, sort heads, pages and sums over everything."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict

from accounts.web import ListPage, chosen
from records.listings import Listing, Selection
from records.services.views import views_of


class CountedPaginator(Paginator):
    """Pages over rows whose number the totals have counted already."""

    def __init__(self, rows: Any, size: int, *, number: int, **kwargs: Any) -> None:
        super().__init__(rows, size, **kwargs)
        self._number = number

    @property
    def count(self) -> int:
        """The exact number of rows."""
        return self._number

    def page(self, number: Any) -> Page[Any]:
        """The rows of one page; keys are sorted alone, so that a deep page stays in memory."""
        number = self.validate_number(number)
        rows: Any = self.object_list
        start = (number - 1) * self.per_page
        keys = rows.values("pk")[start : start + self.per_page]
        return Page(rows.filter(pk__in=keys), number, self)


class ListingPage(ListPage):
    """Any declared listing; a subclass names it and adds what may be done with its rows."""

    listing: ClassVar[Listing]
    clear = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever may see such rows at all."""
        self.permission = self.listing.permission  # type: ignore[misc]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def selection(self) -> Selection:
        """What the address asks for, within the place chosen in the frame."""
        place = chosen(self.request)[1]
        return Selection(self.listing, self.person, self.request.GET, place)

    @cached_property
    def filterset(self) -> Any:
        """The selection's."""
        return self.selection.filterset

    @cached_property
    def sort(self) -> str:
        """The accepted sort word."""
        return self.selection.sort

    def get_queryset(self) -> QuerySet[Any]:
        """Filtered and sorted."""
        return self.selection.rows

    def get_paginator(self, queryset: Any, per_page: int, *_: Any, **__: Any) -> Paginator[Any]:
        """The totals have counted already."""
        return CountedPaginator(queryset, per_page, number=self.selection.totals.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table as the template walks through it."""
        context = super().get_context_data(**kwargs)
        selection, page = self.selection, context["page_obj"].object_list
        lines = selection.lines(page, clear=self.clear)
        context |= {
            "listing": self.listing,
            "columns": selection.columns,
            "lines": [
                (row, self.listing.address(row), list(zip(selection.columns, line, strict=True)))
                for row, line in zip(page, lines, strict=True)
            ],
            "totals": selection.totals,
            "foot": self._foot(),
            "bar": self._bar(),
            "views": self._views(),
        }
        return context

    def _foot(self) -> list[dict[str, Any]]:
        """The words as far as the first sum, then every column with its sum, if it has one."""
        sums = self.selection.totals.sums
        columns = self.selection.columns
        first = next((at for at, column in enumerate(columns) if column.key in sums), len(columns))
        rest = [{"column": column, "value": sums.get(column.key)} for column in columns[first:]]
        return [{"span": first}, *rest]

    def _bar(self) -> dict[str, Any]:
        asked = self.request.GET
        selects = [
            select | {"value": asked.get(select["name"], "")}
            for select in self.listing.selects(self.person)
        ]
        offered = {"q", "sort", "col", "page"} | {select["name"] for select in selects}
        shown = {column.key for column in self.selection.columns}
        return {
            "find": {"name": "q", "value": asked.get("q", ""), "placeholder": self.listing.find},
            "hidden": [
                (name, value)
                for name in asked
                if name not in offered - {"sort"}
                for value in asked.getlist(name)
            ],
            "selects": selects,
            "columns": {
                "shown": len(shown),
                "total": len(self.listing.columns),
                "options": [
                    {
                        "value": column.key,
                        "label": column.label,
                        "checked": column.key in shown,
                        "fixed": column.fixed,
                    }
                    for column in self.listing.columns
                ],
            },
        }

    def _views(self) -> list[dict[str, Any]]:
        path, now = self.request.path, meaning(self.request.GET.urlencode())
        saved = views_of(user=self.person, page=self.listing.key)
        own = [
            {
                "pk": view.pk,
                "label": view.name,
                "url": f"{path}?{view.query}",
                "current": meaning(view.query) == now,
            }
            for view in saved
        ]
        whole = {"label": "全部", "url": path, "current": not now}
        return [whole, *own]


def meaning(query: str) -> frozenset[tuple[str, str]]:
    """What a query string asks for, whatever its order; empty values and the page ask nothing."""
    asked = QueryDict(query)
    return frozenset(
        (name, value)
        for name, values in asked.lists()
        for value in values
        if value and name != "page"
    )
