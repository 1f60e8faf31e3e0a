"""The digest by which two requests are known to say the same."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpRequest

from common.crypto import digest as keyed


def body_digest(request: HttpRequest) -> str:
    """Keyed digest of the raw body; of fields and file contents where the body is multipart.

    A body may be one name and one telephone number: without the key they could be tried out.
    """
    return keyed("body", _plain_digest(request))


def _plain_digest(request: HttpRequest) -> str:
    if not (request.content_type or "").startswith("multipart/"):
        return hashlib.sha256(request.body).hexdigest()
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        digest.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(json.dumps([name, file.name, file.size]).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()
