"""Tables of a round as Excel; who took what away stands in the trail."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from approvals.models import Round
from approvals.selectors.seeing import sees_choices
from reports.exports import consent, consent_result
from reports.exports.workbook import Table, write
from reports.services.exports import note_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[str, tuple[str, Callable[[Round, User], list[Table]]]] = {
    "roll": ("名册", lambda round_, _: consent.roll(round_)),
    "result": (
        "汇总表",
        lambda round_, by: consent_result.result(round_, counting=sees_choices(by, round_)),
    ),
    "doors": ("走访名单", lambda round_, _: consent.doors(round_)),
}


class ExportRound(SignedIn, View):
    """GET one of the tables."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """The workbook, named as a person would name it."""
        if kind not in KINDS:
            raise Http404("没有这种导出")
        round_ = visible(Round.objects.select_related("project", "pin"), self.person, pk=pk)
        require(self.person, Permission.EXPORT, on=round_)
        require(self.person, Permission.VIEW_REGISTER, on=round_)
        label, build = KINDS[kind]
        body = write(build(round_, self.person))
        name = f"{round_.whose}{round_.name.split('：')[0]}{label}.xlsx"
        note_export(by=self.person, round_=round_, name=name, body=body)
        response = HttpResponse(body, content_type=XLSX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        response["Cache-Control"] = "no-store"
        return response
