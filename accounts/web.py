"""What every page shares: a signed-in person, a service to run, a list to walk through.

A refused service gives the form back as typed with every problem (422, or 409 when somebody was
faster); a done one redirects with a message. OutOfScope and NotAllowed pass to the middleware.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, ListView, View

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Conflict, OutOfScope, Problem, Refused

M = TypeVar("M", bound=Model)

_PLACE = re.compile(r"[^a-z0-9_.]")
"""What a cell (`计划!E9`) or a file's path has, and a field's or gate's key has not."""
YEAR_KEY = "frame_year"
"""Session key of the year chosen in the frame (int)."""
AREA_KEY = "frame_area"
"""Session key of the area chosen in the frame (code); absent means the person's whole place."""


def person(request: HttpRequest) -> User:
    """The signed-in user of a request that a login check has let through."""
    return cast("User", request.user)


def chosen(request: HttpRequest) -> tuple[int | None, str]:
    """Year and area code chosen in the frame: (None, "") until the person chooses."""
    return request.session.get(YEAR_KEY), request.session.get(AREA_KEY, "")


def visible(queryset: QuerySet[M], user: User, **lookup: Any) -> M:
    """The one row in the person's scope; OutOfScope (404) when it is elsewhere or nowhere."""
    row = queryset.visible_to(user).filter(**lookup).first()  # type: ignore[attr-defined]
    if row is None:
        raise OutOfScope("没有找到，或不在您的管辖范围内。")
    return cast("M", row)


def show_problems(form: BaseForm, refusal: Refused) -> None:
    """Put every problem at its field, the others on top of the form."""
    for problem in refusal.problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, problem.message if field else told(problem))


def told(problem: Problem) -> str:
    """The words, after the place where a reader can find it; our own keys tell nobody anything."""
    return str(problem) if _PLACE.search(problem.field) else problem.words


def safe_next(request: HttpRequest, default: str) -> str:
    """The `next` parameter when it stays on this host, else the default."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else default


class SignedIn(LoginRequiredMixin):
    """Login first, then the right to see such a page at all (`permission`, wherever it is held)."""

    permission: ClassVar[Permission | None] = None
    request: HttpRequest

    @property
    def person(self) -> User:
        """Who asks."""
        return person(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Anonymous people go to the login page, others without the right get 403."""
        if request.user.is_authenticated and self.permission is not None:
            require(person(request), self.permission)
        return super().dispatch(request, *args, **kwargs)


class ServiceView(SignedIn, FormView):
    """A form page that runs one service in `run`; its return value is kept as `self.result`."""

    success_message: str = ""
    result: Any = None

    def run(self, form: Any) -> Any:
        """Call the service with `form.cleaned_data`; raises Refused with all problems."""
        raise NotImplementedError

    def done_message(self) -> str:
        """What the person reads after it is done."""
        return self.success_message

    def form_valid(self, form: Any) -> HttpResponse:
        """Run the service, or give the form back as it was."""
        try:
            self.result = self.run(form)
        except Refused as refusal:
            show_problems(form, refusal)
            status = 409 if isinstance(refusal, Conflict) else 422
            return self.render_to_response(self.get_context_data(form=form), status=status)
        if text := self.done_message():
            messages.success(self.request, text)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form as typed, with its own complaints."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActionView(SignedIn, View):
    """A button: POST runs one service in `run`, then back with a message, refused or done."""

    http_method_names = ["post", "options"]
    success_message: str = ""

    def run(self) -> Any:
        """Call the service; raises Refused with all problems."""
        raise NotImplementedError

    def back(self) -> str:
        """Where the person stands afterwards."""
        raise NotImplementedError

    def post(self, *_: Any, **__: Any) -> HttpResponse:
        """Run, say what came of it, return."""
        try:
            self.run()
        except Refused as refusal:
            for problem in refusal.problems:
                messages.error(self.request, told(problem))
        else:
            if self.success_message:
                messages.success(self.request, self.success_message)
        return redirect(safe_next(self.request, self.back()))


class ListPage(SignedIn, ListView):
    """A table page: scope, filter, sort by an allow-list, pages with exact totals.

    `sorts` maps the word in `?sort=` (with `-` for descending) to order fields; the first is the
    default. Context: `page_obj`, `filter`, `sort`, `query` (parameters without page, for links).
    """

    sorts: ClassVar[Mapping[str, Sequence[str]]] = {}
    filterset_class: Any = None
    paginate_by = 50

    @cached_property
    def filterset(self) -> Any:
        """The bound filter over the rows in scope; None where the page has none."""
        rows = self.rows()
        return (
            self.filterset_class(self.request.GET, rows, request=self.request)
            if self.filterset_class
            else None
        )

    def rows(self) -> QuerySet[Any]:
        """Rows in scope before filtering."""
        return cast("Any", super().get_queryset()).visible_to(self.person)

    def get_queryset(self) -> QuerySet[Any]:
        """Rows in scope, filtered and sorted; ties always fall the same way."""
        rows = self.filterset.qs if self.filterset is not None else self.rows()
        fields = self.sorts.get(self.sort.lstrip("-"), ())
        signs = [_turned(field) if self.sort.startswith("-") else field for field in fields]
        return rows.order_by(*signs, "pk") if signs else rows

    @cached_property
    def sort(self) -> str:
        """The accepted sort word, with its sign."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.lstrip("-") in self.sorts else next(iter(self.sorts), "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the filter, the sort word and the link parameters."""
        kept = self.request.GET.copy()
        kept.pop("page", None)
        return super().get_context_data(
            filter=self.filterset, sort=self.sort, query=kept.urlencode(), **kwargs
        )


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
