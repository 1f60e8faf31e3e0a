"""Refusals of services as REST errors, in the one shape all error bodies have."""

from __future__ import annotations

from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.exceptions import (
    APIException,
    ErrorDetail,
    NotFound,
    PermissionDenied,
    ValidationError,
)

from common.errors import Conflict, NotAllowed, OutOfScope, Refused, Undecidable


class Clash(APIException):
    """409: somebody else was faster."""

    status_code = 409
    default_detail = "数据已被他人更新，请刷新后再试。"
    default_code = "conflict"


class CannotDecide(ValidationError):
    """422: a rule cannot be decided, because a fact or a version is missing."""

    status_code = 422


class Handler(ExceptionHandler):
    """Every problem of a refusal becomes one entry: field, code and the clerk's words."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """OutOfScope 404, NotAllowed 403, Conflict 409, Undecidable 422, Refused 400."""
        if isinstance(exc, OutOfScope):
            return NotFound(str(exc) or None)
        if isinstance(exc, NotAllowed):
            return PermissionDenied(str(exc) or None)
        if isinstance(exc, Conflict):
            return Clash(str(exc))
        if isinstance(exc, Undecidable):
            return CannotDecide(_by_field(exc))
        if isinstance(exc, Refused):
            return ValidationError(_by_field(exc))
        return super().convert_known_exceptions(exc)


def _by_field(refusal: Refused) -> dict[str, list[ErrorDetail]]:
    grouped: dict[str, list[ErrorDetail]] = {}
    for problem in refusal.problems:
        detail = ErrorDetail(problem.words, code=problem.code)
        grouped.setdefault(problem.field or "non_field_errors", []).append(detail)
    return grouped
