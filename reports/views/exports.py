"""Tables of a round as Excel; who took what away stands in the trail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from approvals.models import Round
from reports.services.round_tables import take_table
from reports.views.listings import sheet_response


class ExportRound(SignedIn, View):
    """GET one of the tables."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """The workbook, named as a person would name it."""
        round_ = visible(Round.objects.select_related("project", "pin"), self.person, pk=pk)
        name, body = take_table(by=self.person, round_=round_, kind=kind)
        return sheet_response(body, name)
