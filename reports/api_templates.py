"""Empty workbooks of every kind of table over REST."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import require
from accounts.permissions import Permission
from accounts.rest import person
from reports.exports.specs import spec_of, specs
from reports.exports.templates import template
from reports.views.listings import XLSX, sheet_response


class TemplateOut(serializers.Serializer[None]):
    """A kind of table that can be filled in."""

    kind = serializers.CharField()
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())


class Templates(APIView):
    """Which tables there are."""

    @extend_schema(summary="可填写的表", responses=TemplateOut(many=True))
    def get(self, request: Request) -> Response:
        """Every declared table with its heads."""
        require(person(request), Permission.VIEW_PROJECTS)
        return Response(
            [
                {
                    "kind": spec.key,
                    "title": spec.title,
                    "columns": [column.label for column in spec.columns],
                }
                for spec in specs().values()
            ]
        )


class TemplateFile(APIView):
    """One of them, empty."""

    @extend_schema(
        summary="空白模板", responses={(200, XLSX): OpenApiResponse(OpenApiTypes.BINARY)}
    )
    def get(self, request: Request, kind: str) -> object:
        """The workbook with lists, notes and an example."""
        require(person(request), Permission.VIEW_PROJECTS)
        spec = spec_of(kind)
        return sheet_response(template(spec), f"{spec.title}模板.xlsx")
