"""Editing many rows of a register: choose, look, write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn, chosen, show_problems
from common.clock import business_now, business_today
from common.errors import Conflict, Refused
from districts.forms import BulkEditForm
from districts.registers import REGISTERS
from districts.rules.editing import RowChange
from districts.selectors.editable import SUBJECTS
from districts.services.bulk_edits import MOST, Preview, edit_many, preview
from districts.views.registers import PAGES
from records.listings import Selection

SHOWN = 50
REFUSED, MOVED = 422, 409


@dataclass(frozen=True, slots=True)
class Effect:
    """One changed row for the page: which, and old and new value of every field in words."""

    label: str
    cells: tuple[tuple[str, str, str], ...]


class BulkEdit(SignedIn, View):
    """POST only: the rows come from the list, ticked one by one or all that its filters meet."""

    permission = Permission.EDIT_REGISTER
    http_method_names = ["post", "options"]

    @cached_property
    def listing(self) -> Any:
        """The register of the address."""
        if self.kwargs["key"] not in REGISTERS:
            raise Http404("没有这种台账")
        return REGISTERS[self.kwargs["key"]]

    @cached_property
    def ids(self) -> list[int]:
        """The rows meant, in the person's scope; one more than allowed, if there are too many."""
        sent = self.request.POST
        place = chosen(self.request)[1]
        rows = Selection(self.listing, self.person, QueryDict(sent.get("query", "")), place)
        found = rows.strict().filtered
        if not sent.get("all"):
            found = found.filter(pk__in=[int(pk) for pk in sent.getlist("pick") if pk.isdecimal()])
        return list(found.order_by("pk").values_list("pk", flat=True)[: MOST + 1])

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """First the empty form, then what it would do, then the deed."""
        sent, subject = request.POST, SUBJECTS[self.listing.key]
        back = f"{reverse(PAGES[key][0])}?{sent.get('query', '')}".rstrip("?")
        try:
            nothing = "" if self.ids else "请先勾选要改的行。"
        except Refused as refusal:
            nothing = str(refusal)
        if nothing:
            messages.error(request, nothing)
            return redirect(back)
        if sent.get("step") not in {"look", "write"}:
            return self._page(BulkEditForm(edited=subject.fields), back)
        form = BulkEditForm(sent, edited=subject.fields)
        if not form.is_valid():
            return self._page(form, back, status=REFUSED)
        meant: dict[str, Any] = {
            "by": self.person,
            "on": business_today(),
            "subject": subject,
            "ids": self.ids,
            "edits": form.edits(),
        }
        try:
            if sent["step"] == "look":
                return self._page(form, back, preview(**meant))
            reason, seen = form.cleaned_data["reason"], sent.get("seen", "")
            done = edit_many(at=business_now(), reason=reason, seen=seen, **meant)
        except Refused as refusal:
            show_problems(form, refusal)
            status = MOVED if isinstance(refusal, Conflict) else REFUSED
            return self._page(form, back, status=status)
        same = f"，{done.same} {subject.noun}原来就是这样" if done.same else ""
        words = f"已改 {len(done.changed)} {subject.noun}{same}。原值和原因留在小区的更正记录里。"
        messages.success(request, words)
        return redirect(back)

    def _page(
        self, form: BulkEditForm, back: str, seen: Preview | None = None, status: int = 200
    ) -> HttpResponse:
        sent = self.request.POST
        rows = [("query", sent.get("query", ""))]
        rows += [("all", "1")] if sent.get("all") else [("pick", str(pk)) for pk in self.ids]
        context = {
            "listing": self.listing,
            "form": form,
            "rows": rows,
            "number": len(self.ids),
            "back": back,
            "seen": seen,
            "everything": bool(sent.get("all")),
        }
        if seen:
            context |= {
                "edits": [(edit, seen.number(edit.field.name)) for edit in form.edits()],
                "effects": [_effect(one, form) for one in seen.changed[:SHOWN]],
                "unshown": max(len(seen.changed) - SHOWN, 0),
                "typed": [(name, form.data[name]) for name in form.fields if name in form.data],
            }
        return render(self.request, "districts/bulk_edit.html", context, status=status)


def _effect(change: RowChange, form: BulkEditForm) -> Effect:
    fields = {one.name: one for one in form.edited}
    return Effect(
        change.row.label,
        tuple(
            (fields[name].label, fields[name].said(change.before[name]), fields[name].said(after))
            for name, after in change.after.items()
        ),
    )
