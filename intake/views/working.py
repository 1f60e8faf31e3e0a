"""A large table at work: its progress, for whoever may see the import, and back to its page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from intake.models import Upload
from records.services import jobs
from records.views.jobs import shown


def at_work(upload: Upload) -> bool:
    """Whether the import's page is its progress: a job is at it, waits, or was interrupted."""
    job = upload.job
    if upload.state == "reading":
        return True
    return bool(upload.state == "staged" and job and job.state not in jobs.ENDED)


def working_page(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The page in place of the preview."""
    context = {
        "upload": upload,
        "job": progress_of(upload, request.user.pk),
        "stopped": bool(upload.job and upload.job.state in jobs.ENDED),
        "crumbs": [
            ("计划与项目", reverse("renovation:project_list")),
            ("导入", reverse("intake:upload")),
            (upload.name, ""),
        ],
    }
    return render(request, "intake/working.html", context)


def progress_of(upload: Upload, viewer: int | None) -> dict[str, Any]:
    """The job as the progress component shows it; its own buttons only for who asked for it."""
    if upload.job is None:
        return {}
    job = shown(upload.job) | {"poll_url": reverse("intake:progress", args=[upload.pk])}
    if upload.job.requested_by_id != viewer:
        job |= {"cancel_url": "", "again_url": ""}
    return job


class ProgressPart(SignedIn, View):
    """The moving part; once the job has ended the browser goes to the import's page."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A fragment for htmx, or the way back."""
        upload = visible(Upload.objects.select_related("job"), self.person, pk=pk)
        page = reverse("intake:preview", args=[pk])
        if upload.job and upload.job.state not in jobs.ENDED:
            job = progress_of(upload, self.person.pk)
            return render(request, "components/job_progress.html", {"job": job})
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": page})
        return redirect(page)
