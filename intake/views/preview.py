"""The preview: may I write this into the register? Problems first, then the sheet row by row."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from intake.kinds import KINDS
from intake.models import Mend, StagedRow, Upload
from intake.rules.attention import CALM
from intake.selectors.standing import Standing, ready, standing
from intake.selectors.warnings import accepted_warnings
from intake.services.as_exported import EXPORTED
from intake.views import grid, presenting, problems
from intake.views.working import at_work, working_page

SHOWN = {
    "problems": "有问题",
    "new": "新增",
    "changed": "变更",
    "conflict": "冲突",
    "same": "相同",
    "refused": "有错",
}
"""What the sheet may be narrowed to, with the words of the button."""


class PreviewPage(SignedIn, View):
    """May I write this into the register? Problems first, then the sheet as its sender knows it."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The preview while staged, else the result."""
        rows = Upload.objects.select_related("uploaded_by", "job")
        upload = visible(rows, self.person, pk=pk)
        require(self.person, KINDS[upload.kind].permission, on=upload)
        if at_work(upload):
            return working_page(request, upload)
        if upload.state != "staged":
            return redirect("intake:result", pk=pk)
        return render(request, "intake/preview.html", preview_context(request, upload))


def _conflicts(upload: Upload, now: Standing) -> dict[str, Any]:
    exported = any(finding["code"] == EXPORTED for finding in upload.findings)
    since = "导出" if exported else "上次导入"
    return presenting.conflicts(KINDS[upload.kind].spec, now, since)


def preview_context(request: HttpRequest, upload: Upload, **more: Any) -> dict[str, Any]:
    """Everything the preview shows; `more` carries a refused confirmation."""
    now = standing(upload)
    mends = list(upload.mends.select_related("mended_by"))
    accepted = accepted_warnings(upload)
    return {
        "upload": upload,
        "crumbs": crumbs(upload),
        "standing": now,
        "ready": ready(upload) if now.closed_because and not now.moved else 0,
        "summary": presenting.summary(upload, now),
        "refusals": problems.refusals(upload),
        "conflicts": {} if now.refused else _conflicts(upload, now),
        "doubts": problems.doubts(upload, accepted),
        "done": problems.done(upload),
        "mends": problems.mends(upload, mends),
        "reconcile": presenting.reconciliation(upload, now),
        "effects": presenting.effects(now),
        "untied_sums": [total for total in upload.subtotals if not total["ties"]],
        "note": "",
        "here": request.get_full_path() if request.method == "GET" else "",
        **_sheet(request, upload, now, mends, frozenset(accepted)),
        **more,
    }


def crumbs(upload: Upload) -> list[tuple[str, str]]:
    """Where an import lies."""
    table = f"{upload.about} {KINDS[upload.kind].spec.title}".replace("年度 年度", "年度")
    return [
        ("计划与项目", reverse("renovation:project_list")),
        (table, ""),
        ("导入", reverse("intake:upload")),
    ]


def _sheet(
    request: HttpRequest,
    upload: Upload,
    now: Standing,
    mends: list[Mend],
    accepted: frozenset[str],
) -> dict[str, Any]:
    """One page of one sheet: those first that somebody has to look at."""
    names = list(upload.head) or [upload.sheet]
    asked = request.GET.get("sheet", "")
    sheet = asked if asked in names else names[0]
    show = request.GET.get("show", "")
    ordered = request.GET.get("order") == "sheet"
    order = ("position",) if ordered else ("attention", "position")
    own = upload.rows.filter(sheet=sheet).prefetch_related("choices")
    rows = _narrowed(own, show).order_by(*order)
    heads = grid.columns(upload, sheet)
    page = Paginator(rows, grid.rows_per_page(heads)).get_page(request.GET.get("page"))
    marks = grid.marks_of(upload, sheet, page.object_list, mends, accepted)
    said = {"sheet": sheet if len(names) > 1 else "", "show": show}
    return {
        "sheet": sheet,
        "sheets": [
            {"label": name, "url": _url(sheet=name, show=show), "current": name == sheet}
            for name in (names if len(names) > 1 else [])
        ],
        "heads": heads,
        "head_row": upload.head.get(sheet, grid.NO_HEAD)["last_row"],
        "lines": grid.lines(page.object_list, heads, marks),
        "foot": _foot(heads, now) if len(names) == 1 else [],
        "page": page,
        "choices": _choices(upload, sheet, said),
        "ordered": ordered,
        "other_order": _url(**said, order="" if ordered else "sheet"),
    }


def _narrowed(rows: QuerySet[StagedRow], show: str) -> QuerySet[StagedRow]:
    if show == "problems":
        return rows.filter(attention__lt=CALM)
    return rows.filter(effect=show) if show in SHOWN else rows


def _choices(upload: Upload, sheet: str, said: dict[str, str]) -> list[dict[str, Any]]:
    rows = upload.rows.filter(sheet=sheet).order_by()
    counts: Counter[str] = Counter()
    for effect, attention, count in rows.values_list("effect", "attention").annotate(Count("pk")):
        counts[effect] += count
        counts["problems"] += count if attention < CALM else 0
    total = counts.total() - counts["problems"]
    show = said["show"] if said["show"] in SHOWN else ""
    return [
        {"label": "全部", "count": total, "url": _url(**said | {"show": ""}), "current": not show},
        *(
            {
                "label": label,
                "count": counts[key],
                "url": _url(**said | {"show": key}),
                "current": show == key,
            }
            for key, label in SHOWN.items()
            if counts[key]
        ),
    ]


def _url(**said: str) -> str:
    return f"?{urlencode({key: value for key, value in said.items() if value})}#sheet"


def _foot(heads: list[dict[str, Any]], now: Standing) -> list[str]:
    """Sums under the numeric columns."""
    return [
        presenting.shown(head["key"], now.totals[head["key"]]) if head["key"] in now.totals else ""
        for head in heads
    ]
