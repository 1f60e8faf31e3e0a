"""Steps over REST: read, complete, evidence, extend, remind, upload."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from common.clock import business_now, business_today
from records.rest import Idempotent
from renovation.api import bodies, shapes
from renovation.api.projects import KEY
from renovation.filters import StepFilter
from renovation.models import Step
from renovation.selectors.situations import gathered, weigh
from renovation.selectors.step_papers import offers
from renovation.services.deadlines import extend_deadline
from renovation.services.documents import attach_document
from renovation.services.reminders import remind
from renovation.services.scheduling import schedule_step
from renovation.services.steps import complete_step, evidence_step


@extend_schema_view(list=extend_schema(summary="步骤"))
class StepViewSet(Idempotent, ReadViewSet):
    """Steps in scope, and what is done to them; refusals name every blocker."""

    permission = Permission.VIEW_PROJECTS
    queryset = Step.objects.select_related("project").order_by("project_id", "position")
    serializer_class = shapes.StepOut
    filterset_class = StepFilter
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(summary="一个步骤", responses=shapes.StepDetail)
    def retrieve(self, request: Request, pk: str) -> Response:
        """With its documents and everything it still asks for."""
        return self._detail(self.get_object())

    @extend_schema(
        summary="办结", request=bodies.CompleteIn, responses=shapes.StepDetail, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """Only with everything it asks for."""
        given = checked(bodies.CompleteIn, request)
        complete_step(by=self.person, on=business_today(), step=self.get_object(), **given)
        return self._detail(self.get_object())

    @extend_schema(
        summary="补录佐证", request=bodies.EvidenceIn, responses=shapes.StepDetail, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def evidence(self, request: Request, pk: str) -> Response:
        """From existing papers."""
        given = checked(bodies.EvidenceIn, request)
        evidence_step(by=self.person, on=business_today(), step=self.get_object(), **given)
        return self._detail(self.get_object())

    @extend_schema(
        summary="延期", request=bodies.ExtendIn, responses=shapes.StepDetail, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: str) -> Response:
        """With its reason."""
        given = checked(bodies.ExtendIn, request)
        extend_deadline(by=self.person, on=business_today(), step=self.get_object(), **given)
        return self._detail(self.get_object())

    @extend_schema(
        summary="下达任务期限",
        request=bodies.ScheduleIn,
        responses=shapes.StepDetail,
        parameters=[KEY],
    )
    @action(detail=True, methods=["post"])
    def schedule(self, request: Request, pk: str) -> Response:
        """A date of the dispatch, with its reason."""
        given = checked(bodies.ScheduleIn, request)
        schedule_step(by=self.person, on=business_today(), step=self.get_object(), **given)
        return self._detail(self.get_object())

    @extend_schema(summary="催办", request=bodies.RemindIn, responses={204: None}, parameters=[KEY])
    @action(detail=True, methods=["post"])
    def remind(self, request: Request, pk: str) -> Response:
        """Once a day."""
        given = checked(bodies.RemindIn, request)
        remind(by=self.person, at=business_now(), step=self.get_object(), **given)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="上传要件",
        request={"multipart/form-data": bodies.DocumentIn},
        responses={201: shapes.DocumentOut},
        parameters=[KEY],
    )
    @action(detail=True, methods=["post"])
    def documents(self, request: Request, pk: str) -> Response:
        """A later file supersedes."""
        given = checked(bodies.DocumentIn, request)
        row = attach_document(by=self.person, on=business_today(), step=self.get_object(), **given)
        return Response(shapes.DocumentOut(row).data, status=status.HTTP_201_CREATED)

    def _detail(self, step: Step) -> Response:
        found = gathered(step.project)
        decision = weigh(found, step, business_today())
        rows = shapes.AskedDocumentOut(
            step.documents.order_by("pk"),
            many=True,
            context={"offers": offers(self.person, found, [step])},
        )
        body = shapes.StepOut(step).data | {
            "documents": rows.data,
            "blockers": shapes.LineOut(decision.blockers, many=True).data,
            "met": shapes.LineOut(decision.met, many=True).data,
            "ready": decision.ready,
            "deadline_explanation": step.deadline_explanation,
        }
        return Response(body)
