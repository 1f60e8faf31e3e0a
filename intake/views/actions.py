"""Buttons of the preview: decide, compare again, confirm, give up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.web import ActionView, visible
from common.clock import business_now, business_today
from common.errors import Conflict, Problem, Refused
from intake.forms import DecisionForm, NoteForm
from intake.models import Upload
from intake.services import committing, deciding, partly, working
from intake.services.uploads import recheck
from intake.views.preview import preview_context


class ImportAction(ActionView):
    """A button on one import in scope."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def upload(self) -> Upload:
        """The import, or 404."""
        return visible(Upload.objects.all(), self.person, pk=self.kwargs["pk"])

    def back(self) -> str:
        """The import's own page."""
        return reverse("intake:preview", args=[self.kwargs["pk"]])


class Decide(ImportAction):
    """An answer to one conflict, where the page comes back, or to all the rest."""

    cell = ""

    def run(self) -> Any:
        """Record the answer."""
        upload = self.upload()
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            raise Refused(Problem("没有收到选择", remedy="请点“采用文件”或“保留现值”"))
        said = form.cleaned_data
        shared: dict[str, Any] = {
            "by": self.person,
            "at": business_now(),
            "upload": upload,
            "choice": said["choice"],
        }
        if said["rest"]:
            return deciding.decide_rest(**shared)
        answer = deciding.decide(
            number=said["row"] or 0, sheet=said["sheet"], key=said["key"], **shared
        )
        cells = {cell["key"]: cell["cell"] for cell in answer.row.comparison}
        self.cell = cells[answer.key]
        return answer

    def back(self) -> str:
        """At the conflict just answered."""
        return f"{super().back()}#c-{self.cell}" if self.cell else super().back()


class Recheck(ImportAction):
    """Compare with the plan as it is now."""

    success_message = "已按现在的计划重新比对，请再核对一遍。"

    def run(self) -> Upload:
        """Run the comparison again."""
        return recheck(by=self.person, at=business_now(), upload=self.upload())


class Commit(ImportAction):
    """Confirm: everything is written, or the page says all that stands against it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write once; a second click finds it written."""
        upload = self.upload()
        form = NoteForm(request.POST)
        note = form.cleaned_data["note"] if form.is_valid() else ""
        try:
            upload = working.confirm(
                by=self.person, at=business_now(), on=business_today(), upload=upload, note=note
            )
        except Refused as refusal:
            upload.refresh_from_db()
            if upload.state != "staged":
                return redirect("intake:result", pk=pk)
            context = preview_context(
                request,
                upload,
                commit_problems=refusal.problems,
                note=request.POST.get("note", ""),
            )
            status = 409 if isinstance(refusal, Conflict) else 422
            return render(request, "intake/preview.html", context, status=status)
        return redirect("intake:result" if upload.state == "committed" else "intake:preview", pk=pk)


class CommitGood(ImportAction):
    """Good rows now, the rest held: the page comes back with what waits."""

    def run(self) -> Upload:
        """Write the rows that nothing stands against, or have it done; say how many wait."""
        upload = working.confirm_good(
            by=self.person, at=business_now(), on=business_today(), upload=self.upload()
        )
        if not upload.job or upload.job.state == "done":
            held = upload.result[partly.COUNTED]
            self.success_message = f"无误的各行已写入，还有 {held} 行待改。"
        return upload


class Abandon(ImportAction):
    """Give the import up."""

    success_message = "已放弃本次导入，没有改动任何数据。"

    def run(self) -> Upload:
        """Close it without writing."""
        return committing.abandon(by=self.person, at=business_now(), upload=self.upload())
