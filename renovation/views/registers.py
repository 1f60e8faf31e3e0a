"""专项登记: what the scheme orders to be kept, one register, a row entered, corrected, closed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from accounts.access import can
from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn, safe_next, visible
from common.clock import business_now, business_today
from policies.rules.registers import KINDS
from policies.selectors.ruleset import Governed
from renovation.forms.registers import CloseRowForm, CorrectRowForm, RowForm
from renovation.models import RegisterRow
from renovation.rules.register_states import GROUPS
from renovation.rules.registers import hidden
from renovation.selectors.registers import kept, live, may_reveal, readable, register_at
from renovation.services.register_reveal import reveal_rows
from renovation.services.registers import RegisterEntry, close_row, correct_row, enter_row


class _AtHome(SignedIn):
    permission = Permission.VIEW_PROJECTS
    kwargs: dict[str, Any]

    @property
    def area_code(self) -> str:
        """The place of the person."""
        return self.person.access.home_code()

    @cached_property
    def governed(self) -> Governed[Any]:
        """The register with the version that orders it (404 where none does)."""
        return register_at(self.area_code, business_today(), self.kwargs["key"])


class Registers(_AtHome, TemplateView):
    """Every register of the scheme in force at the person's place, what wants attention first."""

    template_name = "renovation/registers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With its rows, the open ones, and whether it is late."""
        today = business_today()
        rows = kept(self.person, self.area_code, today)
        groups = [
            (name, [row for row in rows if row.attention.state in states])
            for name, states in GROUPS.items()
        ]
        return super().get_context_data(registers=rows, groups=groups, today=today, **kwargs)


class RegisterPage(_AtHome, ListView):
    """One register, the newest rows first."""

    template_name = "renovation/register.html"
    paginate_by = 50
    in_clear = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same page with names, once; who looked stands in the trail."""
        self.in_clear = True
        return self.get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[RegisterRow]:
        """Rows in scope, of one project where the address asks for it."""
        rows = live(self.person, self.kwargs["key"]).select_related("project", "closed_by")
        project = self.request.GET.get("project", "")
        rows = rows.filter(project_id=int(project)) if project.isdecimal() else rows
        return rows.order_by("-happened_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Names masked, unless they were asked for."""
        context = super().get_context_data(**kwargs)
        rule = self.governed.rule
        listed = list(context["object_list"])
        if self.in_clear:
            reveal_rows(by=self.person, rows=listed)
        return context | {
            "register": rule,
            "kind": KINDS[rule.kind],
            "version": self.governed.version,
            "today": business_today(),
            "rows": readable(listed, rule, in_clear=self.in_clear),
            "clear": self.in_clear,
            "may_reveal": not self.in_clear and may_reveal(self.person, listed),
            "may_enter": can(self.person, Permission.WORK_STEP, on=self.area_code),
        }


class _RowForm(_AtHome, ServiceView):
    permission = Permission.WORK_STEP
    template_name = "renovation/plain_form.html"

    def get_success_url(self) -> str:
        """The page one came from, else the register."""
        return safe_next(self.request, reverse("renovation:register", args=[self.kwargs["key"]]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where one came from."""
        return super().get_context_data(
            back=self.get_success_url(), what=self.governed.rule.says, **kwargs
        )

    def entry(self, form: RowForm) -> RegisterEntry:
        """The row as typed."""
        given = form.cleaned_data
        area = given["project"].area_code if given["project"] else self.area_code
        day, until = given["happened_on"], given["due_on"]
        return RegisterEntry(area, day, form.values(), given["project"], until)


class EnterRow(_RowForm):
    """登记."""

    form_class = RowForm
    success_message = "已登记。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The columns of the register."""
        extra = {"rule": self.governed.rule, "person": self.person}
        return super().get_form_kwargs() | extra

    def get_initial(self) -> dict[str, Any]:
        """Today, and the project one came from."""
        return {"happened_on": business_today(), "project": self.request.GET.get("project")}

    def run(self, form: Any) -> RegisterRow:
        """Enter it."""
        entry, key = self.entry(form), self.kwargs["key"]
        return enter_row(by=self.person, at=business_now(), register=key, entry=entry)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The register's name."""
        heading = f"登记{self.governed.rule.name}"
        return super().get_context_data(heading=heading, button="登记", **kwargs)


class _OnRow(_RowForm):
    @cached_property
    def row(self) -> RegisterRow:
        """The row in the person's scope."""
        where = {"pk": self.kwargs["pk"], "register": self.kwargs["key"]}
        return visible(RegisterRow.objects.all(), self.person, **where)


class CorrectRow(_OnRow):
    """更正."""

    form_class = CorrectRowForm
    success_message = "已更正，原记录保留。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The columns of the register."""
        extra = {"rule": self.governed.rule, "person": self.person, "unshown": hidden(self.said)}
        return super().get_form_kwargs() | extra

    def get_initial(self) -> dict[str, Any]:
        """The row as it stands, but for who is named there."""
        columns = enumerate(self.governed.rule.columns)
        return {
            f"column-{number}": "" if name in hidden(self.said) else self.said.get(name, "")
            for number, name in columns
        } | {
            "happened_on": self.row.happened_on,
            "due_on": self.row.due_on,
            "project": self.row.project_id,
        }

    @property
    def said(self) -> dict[str, str]:
        """Text by column."""
        found: dict[str, str] = json.loads(self.row.values)
        return found

    def entry(self, form: RowForm) -> RegisterEntry:
        """The row as typed; what was not shown stays where nothing else is typed."""
        typed, kept = super().entry(form), hidden(self.said)
        given = {name: text for name, text in typed.values.items() if text or name not in kept}
        return replace(typed, values=kept | given)

    def run(self, form: Any) -> RegisterRow:
        """Correct it."""
        entry, reason = self.entry(form), form.cleaned_data["reason"]
        return correct_row(
            by=self.person, at=business_now(), row=self.row, entry=entry, reason=reason
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The register's name and the number."""
        heading = f"更正{self.governed.rule.name}第 {self.row.number} 号"
        return super().get_context_data(heading=heading, button="保存更正", **kwargs)


class CloseRow(_OnRow):
    """办结."""

    form_class = CloseRowForm
    success_message = "已办结。"

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"closed_on": business_today()}

    def run(self, form: Any) -> RegisterRow:
        """Close it."""
        return close_row(by=self.person, at=business_now(), row=self.row, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The register's name and the number."""
        heading = f"办结{self.governed.rule.name}第 {self.row.number} 号"
        return super().get_context_data(heading=heading, button="办结", **kwargs)
