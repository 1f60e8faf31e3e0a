"""From a kind and a subject to stored-ready bytes; `records` calls `render` through its setting."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from accounts.models import User
from common.clock import business_now
from common.errors import Refused
from reports.printing.codes import qr_data
from reports.printing.document import Document
from reports.printing.engine import join, papers_to_pdf, to_pdf
from reports.printing.registry import BUILDERS, PARTS

PAGES_PER_PART = 50


def document_of(kind: str, subject_id: str, part: int = 0, by: User | None = None) -> Document:
    """The document value of a paper, or of one of its parts; Refused for an unknown kind.

    What goes out in parts holds of a cluster what `by` has in scope.
    """
    if kind not in BUILDERS:
        raise Refused(f"没有“{kind}”这种文件，请从页面上的打印按钮进入。")
    return PARTS[kind](subject_id, part, by) if part else BUILDERS[kind](subject_id)


def html_of(
    document: Document, *, serial: str, token: str, most: int = PAGES_PER_PART
) -> list[str]:
    """The document laid out, in parts of at most so many of its sheets."""
    frame: dict[str, Any] = {
        "title": document.title,
        "serial": serial,
        "qr": qr_data(token) if token else "",
        "printed": business_now().strftime("%Y-%m-%d %H:%M"),
    }
    parts = [
        list(document.pages[start : start + most]) for start in range(0, len(document.pages), most)
    ]
    name = f"papers/{document.template}.html"
    return [render_to_string(name, {**frame, "pages": part}) for part in parts]


def render(
    kind: str, subject_id: str, by_id: int, serial: str, token: str, part: int = 0
) -> tuple[str, bytes, dict[str, str]]:
    """Title, PDF bytes and public facts of one paper, or of one of its parts.

    Raises Refused for an unknown kind or a subject that is not ready, PrintingUnavailable
    without Pango.
    """
    by = User.objects.get(pk=by_id) if part else None
    document = document_of(kind, subject_id, part, by)
    return document.title, _bytes_of(document, serial, token), document.facts


def _bytes_of(document: Document, serial: str, token: str) -> bytes:
    if not document.tokens:
        return join([to_pdf(html) for html in html_of(document, serial=serial, token=token)])
    each = html_of(document, serial=serial, token=token, most=1)
    papers = list(zip(each, document.tokens, strict=True))
    starts = range(0, len(papers), PAGES_PER_PART)
    return join([papers_to_pdf(papers[start : start + PAGES_PER_PART]) for start in starts])
