"""/api/v1/notices and /api/v1/objections."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.api.base import Bodies
from approvals.models import Notice, Objection
from approvals.rules.interruptions import Sighting
from approvals.services import interruptions, notices, objections, photographs
from approvals.services.objection_acts import Done
from common.clock import business_now, business_today

CREATED = status.HTTP_201_CREATED


def either(shape: type[Serializer[Any]]) -> dict[str, type[Serializer[Any]]]:
    """As JSON, or as a form where a paper comes with it."""
    return {"application/json": shape, "multipart/form-data": shape}


@extend_schema_view(list=extend_schema(summary="公示"), retrieve=extend_schema(summary="一次公示"))
class NoticeViewSet(Bodies):
    """Notices: post, photograph, interrupt, restore, cancel."""

    queryset = Notice.objects.select_related("project").prefetch_related(
        "objections__acts", "interruptions", "pictures"
    )
    serializer_class = shapes.NoticeOut
    filterset_fields: ClassVar[list[str]] = ["project", "key", "state"]

    @extend_schema(summary="张贴公示", request=shapes.NoticeIn, responses={201: shapes.NoticeOut})
    def create(self, request: Request) -> Response:
        """Post a notice."""
        body = checked(shapes.NoticeIn, request)
        project, key = self.project(body), body.pop("key")
        made = notices.post_notice(
            by=self.person,
            at=business_now(),
            project=project,
            key=key,
            posting=notices.Posting(**body),
        )
        return Response(shapes.NoticeOut(made).data, status=CREATED)

    @extend_schema(
        summary="上传公示照片",
        request={"multipart/form-data": shapes.PhotographIn},
        responses=shapes.NoticeOut,
    )
    @action(detail=True, methods=["post"])
    def photograph(self, request: Request, pk: str) -> Response:
        """Attach a photograph."""
        body = checked(shapes.PhotographIn, request)
        row = self.get_object()
        photographs.add_photograph(by=self.person, at=business_now(), notice=row, **body)
        return Response(shapes.NoticeOut(self.get_object()).data)

    @extend_schema(
        summary="登记公示中断", request=shapes.InterruptionIn, responses=shapes.NoticeOut
    )
    @action(detail=True, methods=["post"])
    def interrupt(self, request: Request, pk: str) -> Response:
        """Note that it was down; its last day moves as the policy says."""
        seen = Sighting(**checked(shapes.InterruptionIn, request))
        interruptions.interrupt(
            by=self.person, at=business_now(), notice=self.get_object(), seen=seen
        )
        return Response(shapes.NoticeOut(self.get_object()).data)

    @extend_schema(summary="恢复张贴", request=shapes.RestoreIn, responses=shapes.NoticeOut)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Note that it hangs again."""
        body = checked(shapes.RestoreIn, request)
        row = self.get_object()
        interruptions.restore(by=self.person, at=business_now(), notice=row, **body)
        return Response(shapes.NoticeOut(self.get_object()).data)

    @extend_schema(summary="撤下公示", request=shapes.ReasonIn, responses=shapes.NoticeOut)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Take it down."""
        body = checked(shapes.ReasonIn, request)
        row = notices.cancel_notice(
            by=self.person, at=business_now(), notice=self.get_object(), **body
        )
        return Response(shapes.NoticeOut(row).data)


@extend_schema_view(list=extend_schema(summary="异议"), retrieve=extend_schema(summary="一件异议"))
class ObjectionViewSet(Bodies):
    """Objections: receive, mediate, answer, settle."""

    queryset = Objection.objects.select_related("notice__project").prefetch_related("acts")
    serializer_class = shapes.ObjectionOut
    filterset_fields: ClassVar[list[str]] = ["notice", "outcome"]

    @extend_schema(
        summary="登记异议", request=either(shapes.ObjectionIn), responses={201: shapes.ObjectionOut}
    )
    def create(self, request: Request) -> Response:
        """Register an objection."""
        body = checked(shapes.ObjectionIn, request)
        notice = visible(
            Notice.objects.select_related("project"), self.person, pk=body.pop("notice")
        )
        made = objections.receive(by=self.person, at=business_now(), notice=notice, **body)
        return Response(shapes.ObjectionOut(made).data, status=CREATED)

    @extend_schema(
        summary="登记协调", request=either(shapes.MediateIn), responses=shapes.ObjectionOut
    )
    @action(detail=True, methods=["post"])
    def mediate(self, request: Request, pk: str) -> Response:
        """A mediation."""
        body = checked(shapes.MediateIn, request)
        done = Done(body["on"] or business_today(), body["mediator"], body["words"], body["upload"])
        row = objections.mediate(
            by=self.person, at=business_now(), objection=self.get_object(), done=done
        )
        return Response(shapes.ObjectionOut(row).data)

    @extend_schema(
        summary="登记答复", request=either(shapes.ObjectionAnswerIn), responses=shapes.ObjectionOut
    )
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: str) -> Response:
        """The answer that was given."""
        body = checked(shapes.ObjectionAnswerIn, request)
        done = Done(body["on"], body["answered_by"], body["reply"], body["upload"])
        row = objections.answer(
            by=self.person, at=business_now(), objection=self.get_object(), done=done
        )
        return Response(shapes.ObjectionOut(row).data)

    @extend_schema(
        summary="办结异议", request=either(shapes.SettleIn), responses=shapes.ObjectionOut
    )
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Close it with its outcome."""
        body = checked(shapes.SettleIn, request)
        row = objections.settle(
            by=self.person, at=business_now(), objection=self.get_object(), **body
        )
        return Response(shapes.ObjectionOut(row).data)
