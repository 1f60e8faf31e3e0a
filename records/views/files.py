"""Files and papers given out again, as they came in and as they went out."""

from __future__ import annotations

from io import BufferedReader, BytesIO

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import View

from accounts.access import require
from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from records.models import Attachment, IssuedPaper
from records.services.files import open_sealed
from records.storage import opened
from records.verification import facts_of
from records.views.limits import SECONDS, asks_too_often

GONE = "文件不在存放处，请告诉系统管理员。"


class AttachmentView(SignedIn, View):
    """A file of a subject in scope, always as a download."""

    permission = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The bytes as they were uploaded; a sealed file to whom holds one of its rights."""
        row = visible(Attachment.objects.all(), self.person, pk=pk)
        if row.sees:
            return self._sealed(row)
        return _served(row.path, row.name, row.content_type, download=True)

    def _sealed(self, row: Attachment) -> FileResponse:
        try:
            content = open_sealed(by=self.person, row=row)
        except FileNotFoundError as error:
            raise Http404(GONE) from error
        return _response(BytesIO(content), row.name, row.content_type, download=True)


class PaperView(SignedIn, View):
    """A paper in scope, the stored bytes."""

    permission = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """The PDF in the browser, or as a download with `?download=1`."""
        papers: QuerySet[IssuedPaper] = IssuedPaper.objects.all()
        row = visible(papers, self.person, pk=pk)
        if row.sees:
            require(self.person, Permission(row.sees), on=row)
        name, download = f"{row.serial}.pdf", "download" in request.GET
        return _served(row.path, name, "application/pdf", download=download)


def _served(path: str, name: str, content_type: str, *, download: bool) -> FileResponse:
    try:
        file = opened(path)
    except FileNotFoundError as error:
        raise Http404(GONE) from error
    return _response(file, name, content_type, download=download)


def _response(
    file: BufferedReader | BytesIO, name: str, content_type: str, *, download: bool
) -> FileResponse:
    response = FileResponse(file, as_attachment=download, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a QR code, open to everybody: genuine or not, and public facts."""
    if not request.user.is_authenticated and asks_too_often(request):
        refused = render(request, "records/verify_later.html", status=429)
        refused["Retry-After"] = str(SECONDS)
        return refused
    facts = facts_of(token)
    status = 404 if facts is None else 200
    response = render(request, "records/verify.html", {"facts": facts}, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = (
        "public, max-age=300" if facts and not request.user.is_authenticated else "no-store"
    )
    return response
