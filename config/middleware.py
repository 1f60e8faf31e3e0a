"""Thin layers around every page: probes, no character that a database refuses, words."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from common.errors import NotAllowed, OutOfScope

Handler = Callable[[HttpRequest], HttpResponse]
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def probes(get_response: Handler) -> Handler:
    """Answer `/healthz` (process alive) and `/readyz` (database reachable and migrated).

    A middleware before sessions and host checks, so that probing by address works and costs little.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            trouble = _trouble()
            status = 503 if trouble else 200
            return JsonResponse({"status": trouble or "ok"}, status=status)
        return get_response(request)

    return respond


def no_nul(get_response: Handler) -> Handler:
    """400 for NUL in an address or a form: nobody types one, and PostgreSQL takes none as text."""

    def respond(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("地址里有不能识别的字符")
        if request.content_type in _FORMS and any(
            "\x00" in value for _, values in request.POST.lists() for value in values
        ):
            raise BadRequest("表单里有不能识别的字符")
        return get_response(request)

    return respond


def _trouble() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "database"
    return "migrations" if pending else ""


class refusals:  # noqa: N801  named like the function it stands beside in MIDDLEWARE
    """Turn what services raise about place and right into the status the house agreed on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """OutOfScope is 404, as if the thing did not exist; NotAllowed is 403."""
        if isinstance(error, OutOfScope):
            raise Http404(str(error)) from error
        if isinstance(error, NotAllowed):
            raise PermissionDenied(str(error)) from error
        return None
