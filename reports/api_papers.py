"""REST: asking for a paper; `issued-papers` and `jobs` show what became of it."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import checked
from common.clock import business_now
from records.models import Job
from records.rest import WriteViewSet
from reports.services.papers import KINDS, ask_for


class PaperIn(serializers.Serializer):
    """What to print: a kind and the key of its subject."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    subject = serializers.IntegerField()


class PrintJobOut(serializers.ModelSerializer):
    """The job that prints: its state, and the paper once it is there."""

    result = serializers.DictField()

    class Meta:
        model = Job
        fields: ClassVar = ["id", "state", "message", "result"]


class PrintViewSet(WriteViewSet):
    """申请打印。"""

    permission = Permission.PRINT_PAPER
    queryset = Job.objects.none()
    serializer_class = PrintJobOut

    @extend_schema(summary="申请打印", request=PaperIn, responses={202: PrintJobOut})
    def create(self, request: Request) -> Response:
        """Ask for a paper; 202 with the job."""
        body = checked(PaperIn, request)
        job = ask_for(by=self.person, at=business_now(), kind=body["kind"], key=body["subject"])
        job.refresh_from_db()
        return Response(PrintJobOut(job).data, status=status.HTTP_202_ACCEPTED)
