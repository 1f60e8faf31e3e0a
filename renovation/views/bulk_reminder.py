"""Reminding the units of many projects at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn
from common.clock import business_now
from renovation.models import Project
from renovation.services.reminders import remind_many


class RemindProjects(SignedIn, View):
    """Bulk 催办 of the chosen rows: a page with what became of each."""

    permission = Permission.WORK_STEP

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remind the units that hold the current steps, then show every row's result."""
        picked = [value for value in request.POST.getlist("pick") if value.isdecimal()]
        projects = list(Project.objects.visible_to(self.person).filter(pk__in=picked))
        results = remind_many(by=self.person, at=business_now(), projects=projects)
        context = {
            "results": results,
            "sent": sum(row.sent for row in results),
            "back": request.POST.get("query", ""),
            "list_url": reverse("renovation:project_list"),
        }
        return render(request, "renovation/remind_result.html", context)
