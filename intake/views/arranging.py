"""认列: which sheets are read, where their heads stand, what each column holds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import SignedIn, told, visible
from common.clock import business_now
from common.errors import Refused
from intake.kinds import KINDS
from intake.models import Upload
from intake.rules.layout import IGNORED, heading, layout_from
from intake.rules.table import Row, Table, column_letters
from intake.selectors.headings import headings
from intake.services.arranging import UNSAID, choose_sheets, forget, map_columns
from intake.services.formats import read_workbook
from intake.services.keeping import content_of
from intake.views.preview import crumbs
from intake.views.veiling import veiled

SAMPLES = 3
LOOKED_AT = 12
WIDEST_SHOWN = 12
HEAD_LIKELY = 3
"""Above this line the head may stand, while nobody knows where."""
LEFT_OUT = "-"
"""In the form: the column is left out."""


class ColumnsPage(SignedIn, View):
    """Does the machine read these columns as I do?"""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def upload(self, pk: int) -> Upload:
        """The import, or 404; 403 without the right to bring in such a table."""
        upload = visible(Upload.objects.select_related("uploaded_by"), self.person, pk=pk)
        require(self.person, KINDS[upload.kind].permission, on=upload)
        return upload

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sheets, heads and columns while staged, else the result."""
        upload = self.upload(pk)
        if upload.state != "staged":
            return redirect("intake:result", pk=pk)
        return render(request, "intake/columns.html", self.context(upload))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One of three acts: sheets and heads, columns, forgetting a heading."""
        upload = self.upload(pk)
        act = {"sheets": self.sheets, "columns": self.columns, "forget": self.forget}
        chosen = act.get(request.POST.get("act", ""), self.columns)
        try:
            chosen(upload)
        except Refused as refusal:
            if upload.state != "staged":
                return redirect("intake:result", pk=pk)
            for problem in refusal.problems:
                messages.error(request, told(problem))
            upload.refresh_from_db()
            return render(request, "intake/columns.html", self.context(upload), status=422)
        if chosen == self.columns:
            return redirect("intake:preview", pk=pk)
        return redirect(reverse("intake:columns", args=[pk]))

    def sheets(self, upload: Upload) -> None:
        """The ticked sheets, and the rows typed for their heads."""
        given = self.request.POST
        names = given.getlist("sheet")
        heads = {}
        for position, name in enumerate(given.getlist("known")):
            first, last = given.get(f"first-{position}", ""), given.get(f"last-{position}", "")
            if name in names and first.isdecimal():
                heads[name] = int(first), int(last) if last.isdecimal() else int(first)
        choose_sheets(by=self.person, at=business_now(), upload=upload, sheets=names, heads=heads)

    def columns(self, upload: Upload) -> None:
        """What is chosen for every column."""
        given = self.request.POST
        chosen: dict[str, dict[int, str]] = {}
        for position, name in enumerate(upload.head):
            labels = upload.head[name]["labels"]
            chosen[name] = {
                int(number): IGNORED if value == LEFT_OUT else value
                for number in labels
                if (value := given.get(f"c-{position}-{number}", UNSAID))
            }
        map_columns(
            by=self.person,
            at=business_now(),
            upload=upload,
            columns=chosen,
            remember=bool(given.get("remember")),
        )

    def forget(self, upload: Upload) -> None:
        """A heading that shall be asked about again."""
        words = self.request.POST.get("words", "")
        forget(by=self.person, at=business_now(), upload=upload, words=words)
        messages.success(self.request, f"已不再记住“{words}”。")

    def context(self, upload: Upload) -> dict[str, Any]:
        """Sheets with samples, and the office's remembered headings."""
        tables = _tables(upload)
        known = {table.sheet: table for table in tables}
        said = layout_from(upload.layout)
        remembered = {row.words: row for row in headings(upload.area_code, upload.kind)}
        spec = KINDS[upload.kind].spec
        return {
            "upload": upload,
            "crumbs": crumbs(upload),
            "spec": spec,
            "sheets": [_sheet(upload, table, position) for position, table in enumerate(tables)],
            "parts": [
                {
                    "name": name,
                    "columns": _columns(upload, known[name], position, said.of(name), remembered),
                    "missing": _missing(upload, name),
                }
                for position, name in enumerate(upload.head)
                if name in known
            ],
            "remembered": [
                {"words": row.words, "label": _label(upload, row.key), "row": row}
                for row in remembered.values()
            ],
            "choices": [
                (UNSAID, "没有定"),
                *((column.key, column.label) for column in spec.columns),
                (LEFT_OUT, "忽略，不读入"),
            ],
        }


def _tables(upload: Upload) -> tuple[Table, ...]:
    return read_workbook(content_of(upload), upload.name).tables


def _sheet(upload: Upload, table: Table, position: int) -> dict[str, Any]:
    """A sheet as it begins, so that a person sees which rows are the head."""
    head = upload.head.get(table.sheet)
    width = min(table.width, WIDEST_SHOWN)
    return {
        "name": table.sheet,
        "position": position,
        "read": table.sheet in upload.head or table.sheet == upload.sheet,
        "first": head["first_row"] if head else "",
        "last": head["last_row"] if head else "",
        "rows": len(table.rows),
        "letters": [column_letters(number) for number in range(1, width + 1)],
        "lines": [
            {
                "number": row.number,
                "head": bool(head and head["first_row"] <= row.number <= head["last_row"]),
                "cells": [_begin(upload, row, number, head) for number in range(1, width + 1)],
            }
            for row in table.rows[:LOOKED_AT]
        ],
        "more_columns": max(0, table.width - width),
    }


def _begin(upload: Upload, row: Row, number: int, head: Any) -> str:
    """A cell's first words; below the head personal ones are veiled."""
    text = row.cells[number].text if number in row.cells else ""
    below = row.number > (head["last_row"] if head else HEAD_LIKELY)
    return (veiled(upload, text) if below else text)[:20]


def _columns(
    upload: Upload, table: Table, position: int, said: Any, remembered: dict[str, Any]
) -> list[dict[str, Any]]:
    head = upload.head[table.sheet]
    keys = {number: key for key, number in head["columns"].items()}
    below = [row for row in table.rows if row.number > head["last_row"]]
    found = []
    for text, label in sorted(head["labels"].items(), key=lambda item: int(item[0])):
        number = int(text)
        samples = [
            veiled(upload, row.cells[number].text)[:20]
            for row in below[:LOOKED_AT]
            if number in row.cells
        ]
        key = keys.get(number, LEFT_OUT if number in head["ignored"] else UNSAID)
        found.append(
            {
                "name": f"c-{position}-{number}",
                "letters": column_letters(number),
                "label": label.replace("\n", ""),
                "samples": samples[:SAMPLES],
                "key": key,
                "how": _how(number, key, head, said, remembered.get(heading(label))),
            }
        )
    return sorted(found, key=lambda one: one["key"] != UNSAID)


def _how(number: int, key: str, head: dict[str, Any], said: Any, kept: Any) -> dict[str, str]:
    """How the meaning of a column came about, in words and colour."""
    if key == UNSAID:
        return {"words": "不认识，请指明或忽略", "tone": "amber"}
    if number in head["remembered"] and kept is not None:
        return {"words": f"按上次的对应（{kept.remembered_by}）", "tone": "blue"}
    if number in said.columns:
        return {"words": "按您的指定", "tone": "blue"}
    return {"words": "按表头认出", "tone": "green"}


def _missing(upload: Upload, sheet: str) -> list[str]:
    held = upload.head[sheet]["columns"]
    spec = KINDS[upload.kind].spec
    return [column.label for column in spec.columns if column.required and column.key not in held]


def _label(upload: Upload, key: str) -> str:
    return KINDS[upload.kind].spec.column(key).label if key else "忽略，不读入"
