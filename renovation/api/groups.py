"""Clusters and investment projects over REST."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import Permission
from accounts.rest import ReadViewSet, checked
from common.clock import business_now
from records.rest import KEY, Idempotent
from renovation.api import bodies, shapes
from renovation.models import Project, ProjectGroup
from renovation.selectors.groups import with_sums
from renovation.services.groups import GroupEntry, enter_group


@extend_schema_view(
    list=extend_schema(summary="组团与投资项目"), retrieve=extend_schema(summary="一个组合")
)
class GroupViewSet(Idempotent, ReadViewSet):
    """Groups in scope, with totals of their own and the sums of their projects."""

    permission = Permission.VIEW_PROJECTS
    queryset = ProjectGroup.objects.order_by("area_code", "kind", "first_year", "name")
    serializer_class = shapes.GroupOut
    filterset_fields = ("kind", "area_code")

    def get_queryset(self) -> QuerySet[ProjectGroup]:
        """With the sums."""
        return with_sums(super().get_queryset()).prefetch_related("projects")

    @extend_schema(
        summary="登记组合",
        request=bodies.GroupIn,
        responses={201: shapes.GroupOut},
        parameters=[KEY],
    )
    def create(self, request: Request) -> Response:
        """A new one."""
        return self._enter(request, None, status.HTTP_201_CREATED)

    @extend_schema(
        summary="修改组合",
        request=bodies.GroupIn,
        responses=shapes.GroupOut,
        parameters=[KEY],
    )
    def update(self, request: Request, pk: str) -> Response:
        """Other words, other projects; `version` as last read."""
        return self._enter(request, self.get_object(), status.HTTP_200_OK)

    def _enter(self, request: Request, group: ProjectGroup | None, code: int) -> Response:
        given: dict[str, Any] = checked(bodies.GroupIn, request)
        wanted, version = given.pop("projects"), given.pop("version")
        projects = list(Project.objects.visible_to(self.person).filter(pk__in=wanted))
        made = enter_group(
            by=self.person,
            at=business_now(),
            entry=GroupEntry(**given),
            projects=projects,
            group=group,
            version=version,
        )
        row = self.get_queryset().get(pk=made.pk)
        return Response(shapes.GroupOut(row).data, status=code)
