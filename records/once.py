"""A form sent twice from the same page is done once, with or without scripts.

Every page that is drawn carries a token of its own against forged requests. The same person, the
same address, token and contents again can only be the same form sent once more: a second click, a
reload, a page found again by going back. It gets the first answer and writes nothing.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from common.clock import real_now
from records.bodies import body_digest
from records.models import IdempotencyKey

_LOCK_SPACE = 7006
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
_REDIRECTS = range(300, 400)
_FAILED = 500
AGAIN = "这张表单刚才已经提交过，没有再登记一次。"


def once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware, inside login and messages: the write and its answer stand or fall together.

    Only answers that lead on to another page are kept: a form that was given back with problems is
    drawn anew, with a new token.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        user = request.user
        if request.method != "POST" or not isinstance(user, User) or _TOKEN not in request.POST:
            return get_response(request)
        digest = body_digest(request)
        with transaction.atomic():
            key = _held(user, request, digest)
            known = IdempotencyKey.objects.filter(user=user, key=key).first()
            if known is not None:
                messages.info(request, AGAIN)
                return redirect(str(known.response))
            response = get_response(request)
            if response.status_code in _REDIRECTS:
                IdempotencyKey.objects.create(
                    user=user,
                    key=key,
                    method="POST",
                    path=request.path[:300],
                    body_sha256=digest,
                    status=response.status_code,
                    response=response["Location"],
                    created=real_now(),
                )
            elif response.status_code >= _FAILED:
                transaction.set_rollback(True)
        return response

    return respond


def _held(user: User, request: HttpRequest, digest: str) -> str:
    """The key of this form, held until the transaction ends: the second of two clicks waits."""
    said = f"{request.path}|{request.POST[_TOKEN]}|{digest}"
    key = f"form:{hashlib.sha256(said.encode()).hexdigest()}"
    with connection.cursor() as cursor:
        lock = zlib.crc32(f"{user.pk}:{key}".encode()) >> 1
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, lock])
    return key
