"""Pages of an import: upload, preview, result."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from accounts.access import can, require
from accounts.permissions import Permission
from accounts.web import ServiceView, SignedIn, visible
from common.clock import business_now, business_today
from common.errors import Problem, Refused
from intake.forms import UploadForm, kinds_for
from intake.kinds import KINDS
from intake.models import Upload
from intake.rules.request import Request
from intake.selectors.standing import standing
from intake.services.formats import MOST_BYTES
from intake.services.keeping import content_of, hand_out, personal
from intake.services.uploads import upload_plan
from intake.views import grid, presenting

PAGE = 200
RECENT = 10
CITY_DIGITS = 4
FIELDS = {"claim": "claim", "file": "file", "area_code": "area_code", "year": "year"}


class UploadPage(ServiceView):
    """Choose the file, say what it is; then the preview."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE
    template_name = "intake/upload.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The districts that the person may import for."""
        return {**super().get_form_kwargs(), "user": self.person}

    def get_initial(self) -> dict[str, Any]:
        """The frame's year and the person's own district; an earlier upload's words on request."""
        asked = self.request.GET.get("from", "")
        rows = Upload.objects.visible_to(self.person)
        earlier = rows.filter(pk=asked).first() if asked.isdecimal() else None
        if earlier:
            return {
                "kind": earlier.kind,
                "subject": earlier.subject,
                "area_code": earlier.area_code,
                "year": earlier.year,
                "document_no": earlier.document_no,
                "title": earlier.title,
                "claim": earlier.claim_text,
                "create_areas": earlier.create_areas,
            }
        year = self.request.session.get("frame_year") or business_today().year
        home = self.person.access.home_code()[:6]
        usual = "community_plan" if len(home) > CITY_DIGITS else "target_plan"
        mine = [kind.key for kind in kinds_for(self.person)]
        asked = self.request.GET.get("kind", usual)
        kind = asked if asked in mine else next(iter(mine), "")
        subject = self.request.GET.get("subject", "")
        return {"kind": kind, "area_code": home, "year": year, "subject": subject}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the latest imports in scope."""
        recent = Upload.objects.visible_to(self.person).select_related("uploaded_by")[:RECENT]
        context = super().get_context_data(recent=recent, **kwargs)
        chosen = context["form"]["kind"].value()
        kind = KINDS.get(chosen)
        context["title"], context["hint"] = (kind.spec.title, kind.hint) if kind else ("表", "")
        context["kinds"] = [
            {
                "label": kind.spec.title,
                "url": f"?kind={kind.key}",
                "current": kind.key == chosen,
            }
            for kind in kinds_for(self.person)
        ]
        return context

    def run(self, form: UploadForm) -> Upload:
        """Stage the file; every refusal carries its remedy."""
        values = form.cleaned_data
        file = values["file"]
        request = Request(
            values.get("area_code", ""),
            values.get("year"),
            values.get("claim", ""),
            values.get("create_areas", False),
            kind=values["kind"],
            subject=values.get("subject", ""),
        )
        try:
            return upload_plan(
                by=self.person,
                at=business_now(),
                request=request,
                document_no=values.get("document_no", ""),
                title=values["title"],
                name=file.name,
                content=file.read(MOST_BYTES + 1),
            )
        except Refused as refusal:
            raise Refused(_spoken(problem) for problem in refusal.problems) from refusal

    def get_success_url(self) -> str:
        """The preview of what was staged."""
        return reverse("intake:preview", args=[self.result.pk])


def _spoken(problem: Problem) -> Problem:
    """All that a problem says in one sentence, at its field."""
    parts = [
        problem.message,
        f"现为“{problem.value}”" if problem.value else "",
        f"应为{problem.expected}" if problem.expected else "",
        problem.remedy,
    ]
    return Problem("；".join(filter(None, parts)), code=problem.code, field=problem.field)


class PreviewPage(SignedIn, View):
    """May I write this into the register? Problems first, then the sheet as its sender knows it."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The preview while staged, else the result."""
        rows = Upload.objects.select_related("uploaded_by")
        upload = visible(rows, self.person, pk=pk)
        require(self.person, KINDS[upload.kind].permission, on=upload)
        if upload.state != "staged":
            return redirect("intake:result", pk=pk)
        return render(request, "intake/preview.html", preview_context(request, upload))


def preview_context(request: HttpRequest, upload: Upload, **more: Any) -> dict[str, Any]:
    """Everything the preview shows; `more` carries a refused confirmation."""
    now = standing(upload)
    rows = upload.rows.prefetch_related("choices")
    changed = request.GET.get("show") == "changed"
    if changed:
        rows = rows.exclude(effect="same")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    heads = grid.columns(upload, upload.sheet)
    summary = presenting.summary(upload, now)
    return {
        "upload": upload,
        "crumbs": [
            ("计划与项目", reverse("renovation:project_list")),
            (f"{upload.about} {KINDS[upload.kind].spec.title}", ""),
            ("导入", reverse("intake:upload")),
        ],
        "standing": now,
        "summary": summary,
        "refusals": [
            {**finding, "field": finding["cell"]} for finding in presenting.checks(upload, "refuse")
        ],
        "conflicts": [] if now.refused else presenting.conflicts(KINDS[upload.kind].spec, now),
        "warnings": presenting.checks(upload, "warn"),
        "done": presenting.checks(upload, "inform"),
        "reconcile": presenting.reconciliation(upload, now),
        "effects": presenting.effects(now),
        "untied_sums": [total for total in upload.subtotals if not total["ties"]],
        "heads": heads,
        "head_row": upload.head.get(upload.sheet, grid.NO_HEAD)["last_row"],
        "lines": grid.lines(upload, page.object_list, heads),
        "foot": _foot(heads, now),
        "page": page,
        "choices": [
            {"label": f"全部 {summary['total']}", "url": "?", "current": not changed},
            {
                "label": f"只看有变 {summary['total'] - summary['same']}",
                "url": "?show=changed",
                "current": changed,
            },
        ],
        "note": "",
        **more,
    }


def _foot(heads: list[dict[str, Any]], now: Any) -> list[str]:
    """Sums under the numeric columns."""
    return [
        presenting.shown(head["key"], now.totals[head["key"]]) if head["key"] in now.totals else ""
        for head in heads
    ]


class ResultPage(SignedIn, View):
    """What came of an import; it stays, also for whoever only looks."""

    permission: ClassVar[Permission | None] = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The result of a finished import, else its preview."""
        rows = Upload.objects.select_related(
            "uploaded_by", "committed_by", "abandoned_by", "undone_by"
        )
        upload = visible(rows, self.person, pk=pk)
        if upload.state == "staged":
            return redirect("intake:preview", pk=pk)
        context = {
            "upload": upload,
            "crumbs": [
                ("计划与项目", reverse("renovation:project_list")),
                (f"{upload.about} {KINDS[upload.kind].spec.title}", ""),
                ("导入", reverse("intake:upload")),
            ],
            "reconcile": presenting.reconciliation(upload, standing(upload)),
            "effects": presenting.written(upload) if upload.state == "committed" else [],
            "place_word": KINDS[upload.kind].place_word,
            "seen": presenting.seen(upload),
            "may_undo": KINDS[upload.kind].undo is not None
            and can(self.person, KINDS[upload.kind].permission, on=upload),
        }
        return render(request, "intake/result.html", context)


class FilePage(SignedIn, View):
    """The file exactly as it came in."""

    permission: ClassVar[Permission | None] = Permission.VIEW_PROJECTS

    def get(self, _: HttpRequest, pk: int) -> FileResponse:
        """A download under its own name."""
        upload = visible(Upload.objects.all(), self.person, pk=pk)
        if personal(upload):
            require(self.person, KINDS[upload.kind].permission, on=upload)
            hand_out(by=self.person, upload=upload)
        content = BytesIO(content_of(upload))
        return FileResponse(content, as_attachment=True, filename=upload.name)
