"""Idempotency keys on REST writes: the same request twice is done once.

The write and its answer are stored in one transaction, so that a crash between them leaves neither.
A refused write keeps no key: nothing was written, the corrected request may use the key again.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.rest import ScopedViewSet, person
from common.clock import real_now
from records.bodies import body_digest
from records.models import IdempotencyKey

_LOCK_SPACE = 7002
_LONGEST_KEY = 80
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
HEADER = "Idempotency-Key"
KEY = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, description="幂等键")
"""How the schema tells of it."""


class InProgress(APIException):
    """409: the same key is being worked on right now."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "同一请求正在办理，请稍后再查结果。"
    default_code = "idempotency_in_progress"


class KeyReused(APIException):
    """422: the key belongs to another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "该幂等键已用于另一请求，请换一个新的键。"
    default_code = "idempotency_key_reused"


class _Replay(Exception):
    def __init__(self, row: IdempotencyKey) -> None:
        self.row = row


class Idempotent:
    """Mixin for views, before the view class; honours `Idempotency-Key` (1 to 80 characters)."""

    looks: frozenset[str] = frozenset()
    """Actions that only show, and leave each look in the trail: they keep no answer for a key."""
    _row: IdempotencyKey | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One transaction around the write and its stored answer."""
        if request.method not in _WRITES or HEADER not in request.headers:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        with transaction.atomic():
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            if response.status_code >= status.HTTP_400_BAD_REQUEST:
                transaction.set_rollback(True)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After authentication: take the key, or serve what it already stands for."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        looks = getattr(self, "action", None) in self.looks
        if request.method in _WRITES and HEADER in request.headers and not looks:
            self._row = _take(request, request.headers[HEADER].strip())

    def handle_exception(self, exc: Exception) -> Response:
        """A known request gets its first answer again."""
        if isinstance(exc, _Replay):
            headers = {"Idempotency-Replayed": "true"}
            return Response(exc.row.response, status=exc.row.status, headers=headers)
        return super().handle_exception(exc)  # type: ignore[misc]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Store the answer of a write that was done."""
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if self._row is not None and final.status_code < status.HTTP_400_BAD_REQUEST:
            self._row.status = final.status_code
            self._row.response = json.loads(json.dumps(final.data, cls=JSONEncoder))
            self._row.save(force_insert=True)
        return final


class WriteViewSet(Idempotent, ScopedViewSet):
    """Scoped rows with writes that may be repeated safely."""


def _take(request: Request, key: str) -> IdempotencyKey:
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise ValidationError({"non_field_errors": [f"{HEADER} 应为 1 到 {_LONGEST_KEY} 个字符"]})
    user = person(request)
    row = IdempotencyKey(
        user=user,
        key=key,
        method=request.method or "",
        path=request.path[:300],
        body_sha256=body_digest(request._request),
        created=real_now(),
    )
    with connection.cursor() as cursor:
        lock = zlib.crc32(f"{user.pk}:{key}".encode()) >> 1
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, lock])
        if not cursor.fetchone()[0]:
            raise InProgress
    known = IdempotencyKey.objects.filter(user=user, key=key).first()
    if known is None:
        return row
    if (known.method, known.path, known.body_sha256) != (row.method, row.path, row.body_sha256):
        raise KeyReused
    raise _Replay(known)
