"""REST: drafts copied, brought in and changed, by the same services as the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest import ScopedViewSet, checked
from common.clock import business_now
from common.errors import OutOfScope
from policies.api.shapes import CasesIn, CloneIn, EditIn, ImportIn, VersionDetailSerializer
from policies.loading.reshaping import Reshape
from policies.models import PolicyVersion
from policies.services.cloning import Heading, clone_version
from policies.services.editing import edit_cases, edit_rule
from policies.services.transferring import import_version

KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="幂等键")


class Drafting(ScopedViewSet):
    """What makes or changes a draft; every answer is the draft as it is now."""

    @extend_schema(
        summary="复制为草稿", request=CloneIn, responses=VersionDetailSerializer, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def clone(self, request: Request, pk: str) -> Response:
        """From a version of one's own place, or from a pattern of another."""
        given = checked(CloneIn, request)
        replace = given.pop("replace")
        rows = PolicyVersion.objects.readable_by(self.person).select_related("policy")
        source = rows.filter(pk=pk).first() if pk.isdecimal() else None
        if source is None:
            raise OutOfScope("没有找到，或不在您的管辖范围内。")
        version = clone_version(
            by=self.person,
            at=business_now(),
            source=source,
            heading=Heading(**given),
            replace=replace,
        )
        return _draft(version, status.HTTP_201_CREATED)

    @extend_schema(
        summary="修改一条规则", request=EditIn, responses=VersionDetailSerializer, parameters=[KEY]
    )
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, pk: str) -> Response:
        """Values by path, a row less, more or moved; 409 when the draft moved on since."""
        given = checked(EditIn, request)
        if "reshape" in given:
            given["reshape"] = Reshape(**given["reshape"])
        version = edit_rule(by=self.person, at=business_now(), version=self.get_object(), **given)
        return _draft(version)

    @extend_schema(
        summary="替换算例", request=CasesIn, responses=VersionDetailSerializer, parameters=[KEY]
    )
    @action(detail=True, methods=["post"], url_path="edit-cases")
    def edit_cases(self, request: Request, pk: str) -> Response:
        """All worked cases at once."""
        given = checked(CasesIn, request)
        version = edit_cases(by=self.person, at=business_now(), version=self.get_object(), **given)
        return _draft(version)

    @extend_schema(
        summary="导入为草稿", request=ImportIn, responses=VersionDetailSerializer, parameters=[KEY]
    )
    @action(detail=False, methods=["post"], url_path="import")
    def bring_in(self, request: Request) -> Response:
        """From the text of an exported file."""
        given = checked(ImportIn, request)
        version = import_version(
            by=self.person, at=business_now(), raw=given["content"], replace=given["replace"]
        )
        return _draft(version, status.HTTP_201_CREATED)


def _draft(version: PolicyVersion, code: int = status.HTTP_200_OK) -> Response:
    body: dict[str, Any] = VersionDetailSerializer(version).data
    return Response(body, status=code)
