"""Search over everything in scope, and the shelf of issued papers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import ListPage, SignedIn, chosen
from common.names import normalise
from districts.models import Community
from records.models import IssuedPaper
from renovation.models import Project, StepDocument

HITS = 20


class Search(SignedIn, View):
    """Communities, projects, document numbers and serials, in one box."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hits by kind; an empty question asks what to look for."""
        query = request.GET.get("q", "").strip()
        return render(request, "reports/search.html", {"query": query, **self.hits(query)})

    def hits(self, query: str) -> dict[str, Any]:
        """At most twenty of each kind, in scope only."""
        if not query or not self.person.access.has(Permission.VIEW_PROJECTS):
            return {"projects": [], "communities": [], "papers": [], "documents": []}
        word, user = normalise(query), self.person
        projects = Project.objects.visible_to(user).filter(
            Q(name__contains=word) | Q(code__icontains=word)
        )
        communities = Community.objects.visible_to(user).filter(
            Q(normalised_name__contains=word) | Q(aliases__contains=[query])
        )
        papers = IssuedPaper.objects.readable_by(user).filter(
            Q(serial__icontains=word) | Q(title__contains=word)
        )
        documents = StepDocument.objects.filter(
            step__project__in=Project.objects.visible_to(user), document_no__contains=query
        ).select_related("step__project")
        sees_register = user.access.has(Permission.VIEW_REGISTER)
        return {
            "projects": projects.select_related("community__street").order_by("sort_key")[:HITS],
            "communities": communities.select_related("street")[:HITS] if sees_register else [],
            "papers": papers[:HITS],
            "documents": documents[:HITS],
        }


class Papers(ListPage):
    """Papers issued in scope, the newest first; printing again serves the same bytes."""

    permission = Permission.PRINT_PAPER
    template_name = "reports/papers.html"
    sorts = {"-issued": ("-issued_at", "-pk"), "serial": ("serial",), "title": ("title", "pk")}

    def rows(self) -> Any:
        """Papers in scope, of one kind if asked."""
        _, area = chosen(self.request)
        found = (
            IssuedPaper.objects.readable_by(self.person).within(area).select_related("issued_by")
        )
        kind = self.request.GET.get("kind")
        return found.filter(kind=kind) if kind else found
