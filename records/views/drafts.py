"""Drafts and saved views, over JSON and buttons."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.generic import View

from accounts.web import ActionView, SignedIn
from common.errors import Refused
from records.services import drafts, views


class DraftView(SignedIn, View):
    """GET, PUT and DELETE of one's own draft; the page's script speaks to it."""

    def get(self, request: HttpRequest, form: str, subject: str) -> JsonResponse:
        """The fields and when they were kept; empty when there is none."""
        row = drafts.load(user=self.person, form=form, subject=subject)
        saved = row.saved.isoformat() if row else None
        return JsonResponse({"values": row.values if row else {}, "saved": saved})

    def put(self, request: HttpRequest, form: str, subject: str) -> JsonResponse:
        """Keep the fields: a JSON object of names to text or lists of text."""
        try:
            values = json.loads(request.body)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            return JsonResponse({"detail": "草稿应为 JSON 对象"}, status=400)
        try:
            row = drafts.save(user=self.person, form=form, subject=subject, values=values)
        except Refused as refusal:
            return JsonResponse({"detail": str(refusal)}, status=400)
        return JsonResponse({"saved": row.saved.isoformat()})

    def delete(self, request: HttpRequest, form: str, subject: str) -> HttpResponse:
        """Start afresh."""
        drafts.forget(user=self.person, form=form, subject=subject)
        return HttpResponse(status=204)


class SaveView(ActionView):
    """Keep a list's filters: POST `page`, `name`, `query`, `next`."""

    success_message = "视图已存。"

    def run(self) -> None:
        """One's own only."""
        sent = self.request.POST
        views.save_view(
            user=self.person,
            page=sent.get("page", "")[:60],
            name=sent.get("name", ""),
            query=sent.get("query", ""),
        )

    def back(self) -> str:
        """The list they came from is in `next`."""
        return "/"


class DropView(ActionView):
    """Remove one's own view."""

    success_message = "视图已删去。"

    def run(self) -> None:
        """Another's is not found."""
        views.drop_view(user=self.person, pk=self.kwargs["pk"])

    def back(self) -> str:
        """The list they came from is in `next`."""
        return "/"
