"""/api/v1/reviews."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import checked
from accounts.web import visible
from approvals.api import shapes
from approvals.api.base import Bodies
from approvals.models import Opinion, Review
from approvals.services import review_concluding, review_opening, review_opinions
from common.clock import business_now

CREATED = status.HTTP_201_CREATED


@extend_schema_view(
    list=extend_schema(summary="联合审查"), retrieve=extend_schema(summary="一次联合审查")
)
@extend_schema_view(
    list=extend_schema(summary="联合审查"), retrieve=extend_schema(summary="一次联合审查")
)
class ReviewViewSet(Bodies):
    """Joint reviews: open, opinions, conclude."""

    queryset = Review.objects.select_related("project").prefetch_related("opinions")
    serializer_class = shapes.ReviewOut
    filterset_fields: ClassVar[list[str]] = ["project", "key", "state"]

    @extend_schema(
        summary="受理联合审查", request=shapes.ReviewIn, responses={201: shapes.ReviewOut}
    )
    def create(self, request: Request) -> Response:
        """Accept for review."""
        body = checked(shapes.ReviewIn, request)
        project = self.project(body)
        made = review_opening.open_review(
            by=self.person, at=business_now(), project=project, **body
        )
        return Response(shapes.ReviewOut(made).data, status=CREATED)

    @extend_schema(summary="一个部门的意见", request=shapes.OpinionIn, responses=shapes.OpinionOut)
    @action(detail=True, methods=["post"])
    def opinion(self, request: Request, pk: str) -> Response:
        """One unit's opinion."""
        body = checked(shapes.OpinionIn, request)
        rows = Opinion.objects.filter(review=self.get_object()).select_related("review__project")
        opinion = visible(rows, self.person, pk=body.pop("opinion"))
        row = review_opinions.give_opinion(
            by=self.person,
            at=business_now(),
            opinion=opinion,
            signed=review_opinions.Signed(**body),
        )
        return Response(shapes.OpinionOut(row).data)

    @extend_schema(summary="审查结论", request=shapes.ConcludeIn, responses=shapes.ReviewOut)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: str) -> Response:
        """The conclusion."""
        body = checked(shapes.ConcludeIn, request)
        agreed = body.pop("passed")
        row = review_concluding.conclude_review(
            by=self.person, at=business_now(), review=self.get_object(), agreed=agreed, **body
        )
        return Response(shapes.ReviewOut(row).data)
