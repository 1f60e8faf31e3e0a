"""Pages of an import: upload, preview, result."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

from django.contrib import messages
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
from intake.services.returning import returned_to, take_return
from intake.services.working import receive
from intake.views import presenting, problems
from intake.views.mending import returned_words
from intake.views.preview import crumbs

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
        content = file.read(MOST_BYTES + 1)
        if upload := self._returned(file.name, content):
            return upload
        request = Request(
            values.get("area_code", ""),
            values.get("year"),
            values.get("claim", ""),
            values.get("create_areas", False),
            kind=values["kind"],
            subject=values.get("subject", ""),
        )
        try:
            return receive(
                by=self.person,
                at=business_now(),
                request=request,
                document_no=values.get("document_no", ""),
                title=values["title"],
                name=file.name,
                content=content,
            )
        except Refused as refusal:
            raise Refused(_spoken(problem) for problem in refusal.problems) from refusal

    def _returned(self, name: str, content: bytes) -> Upload | None:
        """A marked workbook goes on with its own import, whatever the form says."""
        upload = returned_to(content)
        if upload is None or not Upload.objects.visible_to(self.person).filter(pk=upload.pk):
            return None
        now = business_now()
        upload, count = take_return(
            by=self.person, at=now, upload=upload, name=name, content=content
        )
        messages.success(self.request, returned_words(count))
        return upload

    def get_success_url(self) -> str:
        """What was staged: its columns where some are in question, else the preview."""
        asks = any(one["code"] in problems.ABOUT_COLUMNS for one in self.result.findings)
        return reverse("intake:columns" if asks else "intake:preview", args=[self.result.pk])


def _spoken(problem: Problem) -> Problem:
    """All that a problem says in one sentence, at its field."""
    parts = [
        problem.message,
        f"现为“{problem.value}”" if problem.value else "",
        f"应为{problem.expected}" if problem.expected else "",
        problem.remedy,
    ]
    return Problem("；".join(filter(None, parts)), code=problem.code, field=problem.field)


class ResultPage(SignedIn, View):
    """What came of an import; it stays, also for whoever only looks."""

    permission: ClassVar[Permission | None] = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The result of a finished import, else its preview."""
        rows = Upload.objects.select_related(
            "uploaded_by", "committed_by", "abandoned_by", "undone_by", "job"
        )
        upload = visible(rows, self.person, pk=pk)
        if upload.state in {"reading", "staged"}:
            return redirect("intake:preview", pk=pk)
        context = {
            "upload": upload,
            "crumbs": crumbs(upload),
            "mends": problems.mends(upload, upload.mends.select_related("mended_by")),
            "acceptances": upload.acceptances.select_related("accepted_by"),
            "reconcile": presenting.reconciliation(upload, standing(upload)),
            "effects": presenting.written(upload) if upload.state == "committed" else [],
            "place_word": KINDS[upload.kind].place_word,
            "seen": presenting.seen(upload),
            "may_undo": can(self.person, KINDS[upload.kind].permission, on=upload),
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
