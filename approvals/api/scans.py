"""/api/v1/scans: piles of scanned papers, and what a person says of single pages."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.api.base import unit_of
from approvals.models import Round, Scan
from approvals.services.scans import match_scan, set_scan_aside, take_in_scans
from common.clock import business_now
from records.api import JobOut
from records.rest import WriteViewSet


@extend_schema_view(
    list=extend_schema(summary="扫描件"), retrieve=extend_schema(summary="一页扫描件")
)
class ScanViewSet(ListModelMixin, RetrieveModelMixin, WriteViewSet):
    """Scans: take in, match, set aside. Pictures open under `/records/attachments/`."""

    queryset = Scan.objects.select_related("round__project", "unit", "named")
    serializer_class: type[BaseSerializer[Any]] = shapes.ScanOut
    filterset_fields: ClassVar[list[str]] = ["round", "finding", "unit"]
    permission = Permission.RECORD_PAPER

    @extend_schema(
        summary="上传扫描件并识别",
        request={"multipart/form-data": shapes.ScansIn},
        responses={202: JobOut},
    )
    def create(self, request: Request) -> Response:
        """Take in a pile; the job says how far its reading is."""
        body = checked(shapes.ScansIn, request)
        row = visible(Round.objects.select_related("project"), self.person, pk=body["round"])
        job = take_in_scans(by=self.person, at=business_now(), round_=row, uploads=body["files"])
        return Response(JobOut(job).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(summary="对应到户", request=shapes.MatchIn, responses=shapes.ScanOut)
    @action(detail=True, methods=["post"])
    def match(self, request: Request, pk: str) -> Response:
        """Say whose page it is, and which page of the paper."""
        body = checked(shapes.MatchIn, request)
        scan = self.get_object()
        require(self.person, Permission.RECORD_PAPER, on=scan)
        unit = unit_of(scan.round, body.pop("serial"), self.person)
        made = match_scan(by=self.person, at=business_now(), scan=scan, unit=unit, **body)
        return Response(shapes.ScanOut(made).data)

    @extend_schema(summary="不用这一页", request=shapes.ReasonIn, responses=shapes.ScanOut)
    @action(detail=True, methods=["post"])
    def aside(self, request: Request, pk: str) -> Response:
        """Set it aside with the reason."""
        body = checked(shapes.ReasonIn, request)
        made = set_scan_aside(by=self.person, at=business_now(), scan=self.get_object(), **body)
        return Response(shapes.ScanOut(made).data)
