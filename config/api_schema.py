"""How the REST interface describes itself: one error body, keys of writes, unique names."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from records.rest import HEADER, Idempotent

_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="幂等键，1 至 80 个字符；同一请求重复发送只办一次，再次返回第一次的结果",
)
_EVERYWHERE = {"401": "未登录或令牌已失效", "403": "没有办理权限"}
_OF_ONE = {"404": "没有找到，或不在管辖范围内"}
_OF_WRITES = {
    "400": "内容不合要求，逐项列出",
    "409": "他人已先办理，或同一请求正在办理",
    "422": "规则无法判定，或幂等键已用于另一请求",
}


class ErrorOut(serializers.Serializer[Any]):
    """One problem: its code, the words, and the field or cell where it is."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ErrorsOut(serializers.Serializer[Any]):
    """Every problem of a refused request."""

    type = serializers.ChoiceField(["validation_error", "client_error", "server_error"])
    errors = ErrorOut(many=True)  # type: ignore[assignment]


class Schema(AutoSchema):
    """What every operation shares, so that the views need not repeat it."""

    def get_override_parameters(self) -> list[Any]:
        """The idempotency key, wherever it is honoured."""
        given: list[Any] = super().get_override_parameters()
        honoured = isinstance(self.view, Idempotent) and self.method in _WRITES
        return [*given, _KEY] if honoured else given

    def _get_serializer_name(self, serializer: Any, *args: Any, **kwargs: Any) -> str:
        """Two rooms may use the same word: `FundingReasonIn`, `RenovationReasonIn`."""
        name: str = super()._get_serializer_name(serializer, *args, **kwargs)
        kind = serializer if isinstance(serializer, type) else type(serializer)
        room = kind.__module__.partition(".")[0]
        return name if room in {"rest_framework", "config"} else f"{room.capitalize()}{name}"

    def get_filter_backends(self) -> list[Any]:
        """Filters are those of the list itself, not of what hangs on one row."""
        return super().get_filter_backends() if self._action == "list" else []

    def _get_paginator(self) -> Any:
        """The list is paged; another action only where its decorator says `pagination_class`."""
        if self._action == "list":
            return super()._get_paginator()  # type: ignore[no-untyped-call]
        told = getattr(getattr(self.view, self._action, None), "kwargs", {})
        pages = told.get("pagination_class")
        return pages() if pages else None

    @property
    def _action(self) -> str:
        return getattr(self.view, "action", None) or ""

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Refusals in the one shape that all of them have."""
        found: dict[str, Any] = super()._get_response_bodies(direction)
        if direction != "response":
            return found
        for status, words in self._refusals().items():
            if status not in found:
                body = self._get_response_for_code(ErrorsOut, status)  # type: ignore[no-untyped-call]
                found[status] = {**body, "description": words}
        return dict(sorted(found.items()))

    def _refusals(self) -> dict[str, str]:
        refusals = _EVERYWHERE if self.get_auth() else {}
        if "{" in self.path:
            refusals = refusals | _OF_ONE
        return refusals | _OF_WRITES if self.method in _WRITES else refusals
