"""One row of a file as it came: what each cell says, how it was read, mended, and written."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.web import SignedIn
from common.errors import OutOfScope
from intake.kinds import KINDS
from intake.models import StagedRow, Upload
from intake.views import grid
from intake.views.preview import crumbs
from records.rules.undoing import Written
from records.selectors.written import written_from


class RowPage(SignedIn, View):
    """Where a figure comes from; whoever may see the figure may see its row."""

    permission: ClassVar[Permission | None] = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The row of `?sheet=`, or of the import's first sheet that has it."""
        row = self._row(pk, number, request.GET.get("sheet", ""))
        upload, sheet = row.upload, row.sheet or row.upload.sheet
        heads = grid.columns(upload, sheet)
        mends = list(upload.mends.filter(sheet=sheet, row=number).select_related("mended_by"))
        marks = grid.marks_of(upload, sheet, [row], mends, frozenset())
        (line,) = grid.lines([row], heads, marks)
        context = {
            "upload": upload,
            "sheet": sheet,
            "row": row,
            "cells": [
                _cell(row, head, cell, marks.mends.get(cell["where"]))
                for head, cell in zip(heads, line["cells"], strict=True)
            ],
            "mended": len(mends),
            "written": [_said(upload, one) for one in written_from(upload.pk, row.sheet, number)],
            "in_scope": Upload.objects.visible_to(self.person).filter(pk=pk).exists(),
            "crumbs": [
                *crumbs(upload)[:1],
                (upload.name, reverse("intake:result", args=[upload.pk])),
            ],
        }
        return render(request, "intake/row.html", context)

    def _row(self, pk: int, number: int, sheet: str) -> StagedRow:
        rows = StagedRow.objects.filter(upload=pk, number=number).select_related("upload")
        row = (rows.filter(sheet=sheet) if sheet else rows).prefetch_related("choices").first()
        if row is None or not _may_see(self.person, row):
            raise OutOfScope("没有找到，或不在您的管辖范围内。")
        kind = KINDS[row.upload.kind]
        if kind.blind:
            require(self.person, kind.permission, on=row.upload)
        return row


def _may_see(person: User, row: StagedRow) -> bool:
    """The import lies in scope, or something that was written from this row does."""
    if Upload.objects.visible_to(person).filter(pk=row.upload_id).exists():
        return True
    for one in written_from(row.upload_id, row.sheet, row.number):
        things: Any = apps.get_model(one.table)._default_manager
        seen = getattr(things, "visible_to", None)
        if seen is not None and seen(person).filter(pk=one.object_id).exists():
            return True
    return False


def _cell(row: StagedRow, head: dict[str, Any], cell: dict[str, Any], mend: Any) -> dict[str, Any]:
    """One column: its heading, what the file says, what was read, and what was done to it."""
    raw = row.cells.get(str(head["number"]), "")
    return {
        "where": cell["where"],
        "label": head["label"],
        "file": mend["was"] if mend else raw,
        "text": cell["text"] if head["key"] else "",
        "num": cell["num"],
        "mend": mend,
        "title": "" if mend else cell["title"],
        "unread": not head["key"],
    }


def _said(upload: Upload, one: Written) -> dict[str, Any]:
    """What a thing became by this row: entered, or figure by figure; nothing of persons."""
    model = apps.get_model(one.table)
    figures = set(KINDS[upload.kind].figures)
    labels = {column.key: column.label for column in KINDS[upload.kind].spec.columns}
    before = one.before or {}
    moved = [key for key, value in one.after.items() if before.get(key) != value]
    return {
        "label": str(model._meta.verbose_name),
        "name": one.name,
        "entered": one.before is None,
        "changes": [
            {"label": labels.get(key, key), "was": before.get(key), "wrote": one.after[key]}
            for key in moved
            if one.before is not None and key in figures
        ],
        "more": one.before is not None and any(key not in figures for key in moved),
    }
