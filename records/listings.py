"""A list that people filter, sort, choose columns of, keep views of and take away: declared once.

The page (`records.web.ListingPage`), the export and the bulk edit all read the same declaration, so
that what is on the screen is what leaves the house and what is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, OrderBy, QuerySet
from django.http import QueryDict

from accounts.permissions import Permission
from common.errors import Problem, Refused
from records.rules.tables import TableColumn, Value, chosen, order_of

if TYPE_CHECKING:
    from accounts.models import User


MOST_AT_ONCE = 2_000
"""Rows that leave the house at once; more of them take a job with progress."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line under a sum: what it counts, how many, how many ㎡."""

    label: str
    number: int
    area: Any


@dataclass(frozen=True, slots=True)
class Totals:
    """Exact figures over everything filtered, whatever page is shown.

    `sums` by column; `how` says in sentences what is added up and what is not; `parts` prove it.
    """

    number: int
    sums: Mapping[str, Value]
    how: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds and how it is read; every callable costs a constant number of queries.

    `rows` are those in a person's scope, joined with what a cell needs; `cells` gives the values of
    some rows by column (owners in clear only when told so); `sheet` is the declared table that the
    export is written in and that takes it back, "" for none; `reckoned` are annotations that only a
    sort by them asks for; `selects` are the filters of the bar, `find` the words of its search.
    """

    key: str
    title: str
    noun: str
    permission: Permission
    columns: tuple[TableColumn, ...]
    filterset: Any
    rows: Callable[[User], QuerySet[Any]]
    cells: Callable[..., list[dict[str, Value]]]
    totals: Callable[[QuerySet[Any]], Totals]
    selects: Callable[[User], list[dict[str, Any]]]
    find: str
    address: Callable[[Any], str]
    order: tuple[str, ...]
    sheet: str = ""
    reckoned: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Selection:
    """A listing as one person asks for it: filters, sort word and columns from the address.

    `within` is the place chosen in the frame, "" for the person's whole scope.
    """

    listing: Listing
    user: User
    asked: QueryDict
    within: str = ""

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """What is shown, in the listing's order."""
        return chosen(self.listing.columns, self.asked.getlist("col"))

    @cached_property
    def sort(self) -> str:
        """The accepted sort word, "" for the listing's own order."""
        word = self.asked.get("sort", "")
        return word if order_of(self.listing.columns, word) else ""

    @cached_property
    def filterset(self) -> Any:
        """The bound filter over the rows in scope."""
        rows: Any = self.listing.rows(self.user)
        return self.listing.filterset(self.asked, rows.within(self.within))

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """Every row that meets the filters, unsorted."""
        found: QuerySet[Any] = self.filterset.qs
        return found

    def strict(self) -> Selection:
        """Itself; Refused when a filter of the address is not understood, since a write or an
        export must never reach further than the person has seen."""
        problems = [
            Problem(str(message), "filter", name, self.asked.get(name, ""))
            for name, messages in self.filterset.form.errors.items()
            for message in messages
        ]
        if problems:
            raise Refused(problems)
        return self

    @property
    def rows(self) -> QuerySet[Any]:
        """Filtered and sorted; ties always fall the same way."""
        fields = order_of(self.listing.columns, self.sort) or self.listing.order
        names = {name.lstrip("-") for name in fields} & self.listing.reckoned.keys()
        rows = self.filtered.annotate(**{name: self.listing.reckoned[name] for name in names})
        return rows.order_by(*map(_last_if_unknown, fields), "pk")

    @cached_property
    def totals(self) -> Totals:
        """Over all rows, not only a page."""
        return self.listing.totals(self.filtered)

    def lines(self, rows: Sequence[Any], *, clear: bool = False) -> list[list[Value]]:
        """The shown cells of these rows, in the order of `columns`."""
        found = self.listing.cells(rows, clear=clear)
        return [[values[column.key] for column in self.columns] for values in found]


def _last_if_unknown(field: str) -> OrderBy:
    """What is not known comes last, upwards and downwards."""
    if field.startswith("-"):
        return F(field[1:]).desc(nulls_last=True)
    return F(field).asc(nulls_last=True)
