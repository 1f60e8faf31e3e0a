"""Taking an import back: what it would come to, the reason, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from common.clock import business_now, business_today
from common.errors import Problem, Refused
from intake.kinds import KINDS
from intake.models import UNDO_LISTS, UndoneRow, Upload
from intake.rules.table import address
from intake.selectors.owner_names import owner_names
from intake.services.undoing import foresee, undo
from intake.views.presenting import worded
from records.rules.undoing import UndoItem

PAGE = 100
OWNERS = "owners"
WORDS = {"failed": "未能撤销", "kept": "保留", "reversed": "撤回"}
HEAD_WORDS = {"title": "计划名称", "document_no": "文号", "claims": "正文数据"}
TONES = {"failed": "red", "kept": "amber", "reversed": "green"}


class UndoPage(SignedIn, View):
    """The three lists, before it is done and after."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What taking it back would come to, or came to."""
        return self._page(request, self._upload(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it back; a second click finds it done."""
        upload = self._upload(pk)
        reason = request.POST.get("reason", "")
        try:
            undo(
                by=self.person,
                at=business_now(),
                on=business_today(),
                upload=upload,
                reason=reason,
            )
        except Refused as refusal:
            return self._page(request, self._upload(pk), refusal.problems, reason)
        return redirect("intake:undo", pk=pk)

    def _upload(self, pk: int) -> Upload:
        rows = Upload.objects.select_related("uploaded_by", "committed_by", "undone_by")
        upload = visible(rows, self.person, pk=pk)
        require(self.person, KINDS[upload.kind].permission, on=upload)
        return upload

    def _page(
        self,
        request: HttpRequest,
        upload: Upload,
        problems: Sequence[Problem] = (),
        reason: str = "",
    ) -> HttpResponse:
        done = upload.state == "undone"
        items, against = self._items(upload)
        counts = {name: len(rows) for name, rows in items.items()}
        first = next((name for name in WORDS if counts[name]), "reversed")
        chosen = request.GET.get("list", "")
        chosen = chosen if chosen in WORDS else first
        page = Paginator(items[chosen], PAGE).get_page(request.GET.get("page"))
        context = {
            "upload": upload,
            "done": done,
            "reason": reason,
            "problems": problems or against,
            "closed": bool(against),
            "nothing": not done and not counts["reversed"],
            "figures": _figures(counts, done=done),
            "choices": [
                {"label": WORDS[name], "count": counts[name], "url": f"?list={name}"}
                | {"current": name == chosen}
                for name in WORDS
            ],
            "page": page,
            "lines": _lines(upload, list(page.object_list)),
            "chosen": chosen,
            "crumbs": [
                ("计划与项目", reverse("renovation:project_list")),
                ("导入", reverse("intake:upload")),
                (upload.name, reverse("intake:result", args=[upload.pk])),
            ],
        }
        return render(request, "intake/undo.html", context, status=422 if problems else 200)

    def _items(self, upload: Upload) -> tuple[dict[str, Sequence[Any]], Sequence[Problem]]:
        if upload.state == "undone":
            rows = list(upload.undone_rows.all())
            return {name: [r for r in rows if r.outcome == name] for name in UNDO_LISTS}, ()
        foreseen = foresee(by=self.person, on=business_today(), upload=upload)
        return dict(foreseen.report.lists()), foreseen.problems


def _figures(counts: dict[str, int], *, done: bool) -> list[dict[str, Any]]:
    notes = {
        "failed": "原因写在各行",
        "kept": "导入后又有改动等，不动",
        "reversed": "已恢复到导入前" if done else "将恢复到导入前",
    }
    return [
        {
            "label": WORDS[name],
            "value": counts[name],
            "unit": "处",
            "note": notes[name] if counts[name] else "",
            "strong_tone": TONES[name] if counts[name] else "",
        }
        for name in WORDS
    ]


def _lines(upload: Upload, items: Sequence[UndoItem | UndoneRow]) -> list[dict[str, Any]]:
    owned = [item for item in items if item.key == OWNERS]
    names = owner_names(text for item in owned for text in (item.was, item.wrote, item.now))
    return [_line(upload, item, names) for item in items]


def _line(upload: Upload, item: UndoItem | UndoneRow, owners: Mapping[str, str]) -> dict[str, Any]:
    model = apps.get_model(item.table)
    column = upload.head.get(item.sheet, {}).get("columns", {}).get(item.key)
    where = f"第 {item.row} 行" if item.row else ""
    if item.row and column:
        where = address(item.row, column)
    label = str(model._meta.verbose_name)
    if item.key:
        label = f"{label} · {_key(upload, item.key)}"
    return {
        "where": where,
        "url": _row_url(upload, item),
        "name": item.name,
        "label": label,
        "was": _said(upload, item.key, item.was, owners),
        "wrote": _said(upload, item.key, item.wrote, owners),
        "now": _said(upload, item.key, item.now, owners),
        "whole": not item.key,
        "why": item.why,
    }


def _row_url(upload: Upload, item: UndoItem | UndoneRow) -> str:
    """The row of the file; "" for what several rows say."""
    if not item.row:
        return ""
    asked = urlencode({"sheet": item.sheet})
    return f"{reverse('intake:row', args=[upload.pk, item.row])}?{asked}"


def _key(upload: Upload, key: str) -> str:
    labels = {column.key: column.label for column in KINDS[upload.kind].spec.columns}
    return labels.get(key) or {
        "title": "计划名称",
        "document_no": "文号",
        "claims": "正文数据",
    }.get(key, key)


def _said(upload: Upload, key: str, text: str | None, owners: Mapping[str, str]) -> str:
    """A kept value as a person reads it: figures grouped, choices by word, owners by name."""
    if text is None:
        return "—"
    if not text:
        return "（空）"
    if key == "claims":
        return "、".join(f"{one['name']} {one['stated']}" for one in json.loads(text)) or "（空）"
    return owners[text] if key == OWNERS else worded(upload.kind, key, text)
