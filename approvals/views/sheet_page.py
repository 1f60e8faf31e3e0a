"""The sheet of one building, put together for its template."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from approvals.forms.rounds import HandCountForm, PaperForm
from approvals.models import Batch, HeadUnit, Round, RunningTally
from approvals.rules.tally import Count
from approvals.selectors.blindness import reads_blind
from approvals.selectors.boards import board
from approvals.selectors.sheets import Line, Sheet, for_browser, sheet
from approvals.services.batches import batch_rows
from common.clock import business_now
from common.errors import Problem, Refused


def sheet_page(
    request: HttpRequest,
    person: User,
    row: Round,
    *,
    unit: HeadUnit | None = None,
    building: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render a building: of `unit`, the one named, the one in the address, or the first open.

    `more` carries what a refused form leaves: `problems`, `paper_form`, `hand_form`.
    """
    asked = unit.building if unit else building or request.GET.get("building", "")
    blind = reads_blind(person, row)
    made = sheet(row, person, asked, blind=person if blind else None)
    if made is None:
        raise Http404("名册里没有这栋楼")
    line = _expected(made, request, unit)
    shut = blind and made.batch is not None and _others_in(made.batch, person)
    pile = None if shut else made.batch
    before = pile.hand if pile else {}
    browser = for_browser(made, counts(row, person), person)
    if blind:
        browser |= {"elsewhere": {}, "hand": before}
    context: dict[str, Any] = {
        "round": row,
        "sheet": made,
        "board": None if blind else board(row),
        "now": business_now(),
        "current": line,
        "current_column": made.column_of(line),
        "browser": browser,
        "hand_form": HandCountForm(matters=made.matters, before=before),
        "rows": batch_rows(row, pile) if pile else (),
        "shut": shut,
        "paper_form": PaperForm(matters=made.matters, owner="paper"),
        "entering": row.state in {"open", "closed"},
        "form_token": secrets.token_hex(12),
        "unknown": request.GET.get("unknown", ""),
    }
    return render(request, "approvals/sheet.html", context | more, status=status)


def _others_in(batch: Batch, person: User) -> bool:
    """Whether somebody else counted the pile or typed any of its papers."""
    return batch.opened_by_id != person.pk or batch.papers.exclude(entered_by=person).exists()


def sheet_address(round_id: int, **asked: object) -> str:
    """The sheet at a building or a home; a building may be called 3#, or lie in a cluster."""
    return f"{reverse('approvals:sheet', args=[round_id])}?{urlencode(asked)}"


def counts(row: Round, person: User) -> dict[str, dict[str, str]]:
    """The whole's counts by matter, exact numbers as text; none for who may read blind."""
    if reads_blind(person, row):
        return {}
    rows = RunningTally.objects.whole().filter(round=row)
    return {tally.matter: Count.of(tally).as_text() for tally in rows}


def somebody_else(request: HttpRequest, person: User) -> HttpResponse | None:
    """401 for a paper that waited in the browser of one person and is sent as another.

    Who typed and who checks must be two people, so nobody's papers go in under another's name.
    """
    typist = request.POST.get("typist", str(person.pk))
    if typist == str(person.pk):
        return None
    words = "这张是另一个账号录的，请用原来的账号登录后再上传"
    return JsonResponse({"problems": [Problem(words, code="typist").as_dict()]}, status=401)


def refuse_shape(form: BaseForm) -> None:
    """Raise Refused with what is wrong with the shape of the fields."""
    if form.is_valid():
        return
    raise Refused(
        Problem(str(message), field=name, code="shape")
        for name, messages in form.errors.items()
        for message in messages
    )


def _expected(made: Sheet, request: HttpRequest, unit: HeadUnit | None) -> Line | None:
    """Whose paper is expected: the one asked for, else the next blank one."""
    asked = str(unit.pk) if unit else request.GET.get("unit", "")
    if asked.isdecimal() and (line := made.line(int(asked))):
        return line
    after = request.GET.get("after", "")
    return made.next_blank(int(after) if after.isdecimal() else None)
