"""A job's page: progress while it runs, the result when it has ended."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import DetailView, ListView

from accounts.web import ActionView, SignedIn
from records.models import Job
from records.services import jobs
from records.services.papers import papers_of_job


class JobView(SignedIn, DetailView):
    """One's own job; the page asks again every second until it has ended."""

    template_name = "records/job.html"

    def get_queryset(self) -> QuerySet[Job]:
        """Nobody sees another's jobs."""
        return self.person.jobs.all()

    def get_template_names(self) -> list[str]:
        """Only the moving part for htmx."""
        return (
            ["records/_job.html"]
            if self.request.headers.get("HX-Request")
            else ["records/job.html"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row as the progress component shows it."""
        own = {"job": self.object, "shown": shown(self.object), "back": self._came_from()}
        return super().get_context_data(**own, **kwargs)

    def _came_from(self) -> str:
        """The page on which the work was asked for; nothing when it is not known."""
        asked = self.request.headers.get("Referer", "")
        here = url_has_allowed_host_and_scheme(asked, allowed_hosts={self.request.get_host()})
        return asked if asked and here and "/jobs/" not in asked else ""


class JobList(SignedIn, ListView):
    """One's own jobs, the latest first."""

    template_name = "records/jobs.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Job]:
        """Nobody sees another's jobs."""
        return self.person.jobs.all()


class JobCancel(ActionView):
    """The button that stops one's own job."""

    success_message = "作业已取消，已经办好的部分保留。"

    def run(self) -> Job:
        """Stop at the next step."""
        return jobs.cancel(by=self.person, job=Job(pk=self.kwargs["pk"]))

    def back(self) -> str:
        """The job's page."""
        return reverse("records:job_detail", args=[self.kwargs["pk"]])


class JobAgain(ActionView):
    """The button that takes an interrupted job up again."""

    success_message = "作业已重新排队。"

    def run(self) -> Job:
        """What an earlier run had not finished was never written."""
        return jobs.again(by=self.person, job=Job(pk=self.kwargs["pk"]))

    def back(self) -> str:
        """The job's page."""
        return reverse("records:job_detail", args=[self.kwargs["pk"]])


def shown(job: Job) -> dict[str, Any]:
    """The row as the progress component shows it."""
    return {
        "id": job.pk,
        "title": "办理进度",
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "message": job.message,
        "poll_url": reverse("records:job_detail", args=[job.pk]),
        "cancel_url": reverse("records:job_cancel", args=[job.pk]),
        "again_url": reverse("records:job_again", args=[job.pk]) if jobs.interrupted(job) else "",
        "result_url": "" if "papers" in job.result else job.result.get("url", ""),
        "papers": papers_of_job(job) if len(job.arguments.get("tokens", ())) > 1 else (),
    }
