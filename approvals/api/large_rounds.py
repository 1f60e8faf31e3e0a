"""/api/v1/rounds/open-later/, close-later/, verify/: large rounds as jobs with progress."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.services import large_rounds, opening
from common.clock import business_now
from records.models import Job
from records.rest import WriteViewSet
from renovation.models import Project


class RoundJobOut(serializers.ModelSerializer[Job]):
    """The job; `/api/v1/jobs/{id}/` says how far it is, its result names the round."""

    class Meta:
        model = Job
        fields = ("id", "title", "state", "done", "total")


class LargeRounds(WriteViewSet):
    """What takes seconds at tens of thousands of households."""

    @extend_schema(
        summary="开启征询（作业）", request=shapes.OpenRoundIn, responses={202: RoundJobOut}
    )
    @action(detail=False, methods=["post"], url_path="open-later")
    def open_later(self, request: Request) -> Response:
        """Freeze the roll by a worker, whole or not at all."""
        body = checked(shapes.OpenRoundIn, request)
        project = visible(Project.objects.all(), self.person, pk=body.pop("project"))
        whom = opening.Whom(body.pop("places"), body.pop("groups"))
        return _answer(
            large_rounds.open_later(
                by=self.person, at=business_now(), project=project, whom=whom, **body
            )
        )

    @extend_schema(
        summary="截止计票（作业）", request=shapes.CloseRoundIn, responses={202: RoundJobOut}
    )
    @action(detail=True, methods=["post"], url_path="close-later")
    def close_later(self, request: Request, pk: str) -> Response:
        """Count by a worker and close, if the hand count agrees."""
        body = checked(shapes.CloseRoundIn, request)
        row: Any = self.get_object()
        return _answer(
            large_rounds.close_later(by=self.person, at=business_now(), round_=row, **body)
        )

    @extend_schema(summary="复算计票（作业）", request=None, responses={202: RoundJobOut})
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, pk: str) -> Response:
        """Recount every stored figure by another path."""
        row: Any = self.get_object()
        return _answer(large_rounds.verify_later(by=self.person, at=business_now(), round_=row))


def _answer(job: Job) -> Response:
    return Response(RoundJobOut(job).data, status=status.HTTP_202_ACCEPTED)
