"""Registers taken away as workbooks, and empty ones to fill in."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn, chosen
from common.clock import business_now
from common.errors import Refused
from districts.registers import REGISTERS
from records.listings import Selection
from records.models import Job
from records.storage import opened
from reports.exports.specs import spec_of
from reports.exports.templates import template
from reports.services.listing_exports import KIND, export_listing, request_listing_export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_response(body: bytes, name: str) -> HttpResponse:
    """A workbook to keep, under a name as a person would give it."""
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


class ExportListing(SignedIn, View):
    """GET a short list, POST a long one as a job; the address asks as the page's does."""

    permission = Permission.EXPORT

    def _selection(self, key: str, asked: QueryDict) -> Selection:
        if key not in REGISTERS:
            raise Http404("没有这种台账")
        return Selection(REGISTERS[key], self.person, asked, chosen(self.request)[1])

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The workbook, named as a person would name it."""
        selection = self._selection(key, request.GET)
        try:
            made = export_listing(by=self.person, at=business_now(), selection=selection)
        except Refused as refusal:
            return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        return sheet_response(made.body, made.name)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """The job's page, where the file will be."""
        selection = self._selection(key, QueryDict(request.POST.get("query", "")))
        try:
            job = request_listing_export(by=self.person, at=business_now(), selection=selection)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.POST.get("next") or "/")
        return redirect("records:job_detail", pk=job.pk)


class ListingFile(SignedIn, View):
    """The file of one's own finished job."""

    permission = Permission.EXPORT

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """404 for another's, and while it is not done."""
        job = Job.objects.filter(pk=pk, requested_by=self.person, kind=KIND, state="done").first()
        if job is None:
            raise Http404("没有这个文件")
        try:
            file = opened(job.result["path"])
        except FileNotFoundError as error:
            raise Http404("文件不在存放处，请告诉系统管理员。") from error
        response = FileResponse(file, as_attachment=True, filename=job.result["name"])
        response["Content-Type"] = XLSX
        response["Cache-Control"] = "private, no-store"
        return response


class Template(SignedIn, View):
    """An empty workbook of a kind of table; whoever is signed in may fill one in."""

    permission = Permission.VIEW_PROJECTS

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Heads, lists, notes and an example."""
        spec = spec_of(key)
        return sheet_response(template(spec), f"{spec.title}模板.xlsx")
