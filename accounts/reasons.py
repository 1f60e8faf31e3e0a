"""One answer to every 依据 that is opened: the drawer for htmx, else a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.explanations import Explanation
from common.templatetags.formats import short_moment


@dataclass(frozen=True, slots=True)
class Recheck:
    """A figure computed again at `at`; `words` say how it differs, "" where it is the same."""

    at: datetime
    words: str = ""

    @classmethod
    def of(cls, at: datetime, stored: str | None, now: str | None) -> Recheck:
        """The stored figure against the one that comes out now; None: nothing to compare."""
        if stored is None or now is None or stored == now:
            return cls(at)
        return cls(at, f"存 {stored}，现算 {now}。请核对用到的数，改正后重新确认。")


def show_reason(
    request: HttpRequest,
    explanation: Explanation | Mapping[str, Any],
    *,
    back_url: str,
    recheckable: bool = False,
    recheck: Recheck | None = None,
    beside: str = "",
    signed: str = "",
) -> HttpResponse:
    """`beside` stands after the result, `signed` says who determined and confirmed it.

    `recheckable` offers to compute it again by POST to the same address.
    """
    drawer = request.headers.get("HX-Request") == "true"
    context = {
        "explanation": explanation,
        "in_page": not drawer,
        "beside": beside,
        "signed": signed,
        "own_url": request.path,
        "recheck_url": request.path if recheckable else "",
        "recheck": {
            "state": "differs" if recheck.words else "equal",
            "at": short_moment(recheck.at),
            "words": recheck.words,
        }
        if recheck
        else None,
        "back_url": back_url,
    }
    return render(request, "components/why_panel.html" if drawer else "why_page.html", context)
