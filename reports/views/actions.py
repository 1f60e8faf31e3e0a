"""Buttons of the out-tray: nudge one, nudge all late ones, print a paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.permissions import Permission
from accounts.web import ActionView, chosen, safe_next, visible
from common.clock import business_now
from common.errors import Refused
from records.models import Job
from renovation.models import Project
from renovation.services.reminders import remind, remind_many
from reports.selectors import workload
from reports.services.papers import ask_for


class RemindOne(ActionView):
    """Nudge the unit that owes a project's current step."""

    permission = Permission.WORK_STEP
    success_message = "已催办，对方工作台会看到；催办已留痕。"

    def run(self) -> Any:
        """One reminder."""
        project = visible(
            Project.objects.select_related("current_step"), self.person, pk=self.kwargs["pk"]
        )
        if project.current_step is None:
            raise Refused("这个项目没有待办的步骤，无须催办。")
        return remind(by=self.person, at=business_now(), step=project.current_step)

    def back(self) -> str:
        """The workbench."""
        return reverse("reports:workbench")


class RemindLate(ActionView):
    """Nudge every unit that is late, with a result for each."""

    permission = Permission.WORK_STEP

    def run(self) -> Any:
        """Reminders for all late projects that others owe."""
        now = business_now()
        rows = workload.in_hand(self.person, *chosen(self.request)).filter(
            workload.late(now.date())
        )
        rows = rows.exclude(workload.owed_by(self.person.access.unit_codes()))
        results = remind_many(by=self.person, at=now, projects=list(rows.order_by("due_on", "pk")))
        sent = [result for result in results if result.sent]
        if sent:
            messages.success(
                self.request,
                f"已催办 {len(sent)} 件：" + "、".join(result.project.name for result in sent),
            )
        for result in results:
            if not result.sent:
                messages.info(self.request, f"{result.project.name}：{result.words}")
        return results

    def back(self) -> str:
        """The workbench."""
        return reverse("reports:workbench")


class PrintPaper(ActionView):
    """Ask for a paper and go to the job that prints it."""

    permission = Permission.PRINT_PAPER
    job: Job | None = None

    def run(self) -> Any:
        """The job."""
        kind, key = self.kwargs["kind"], self.kwargs["pk"]
        self.job = ask_for(by=self.person, at=business_now(), kind=kind, key=key)
        return self.job

    def back(self) -> str:
        """The job's page, or where the person stood when it was refused."""
        if self.job is not None:
            return reverse("records:job_detail", args=[self.job.pk])
        return safe_next(self.request, reverse("reports:papers"))

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Always to the job, wherever the button stood."""
        super().post(*args, **kwargs)
        return redirect(self.back())
