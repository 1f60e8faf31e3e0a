"""依据 drawn from the one value object: on pages and, with the same parts, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from common.explanations import Explanation
from common.reasons import Laid, laid_out

register = template.Library()


@register.inclusion_tag("components/why_body.html")
def reason(
    explanation: Explanation | Mapping[str, Any] | Laid, beside: str = "", *, nested: bool = False
) -> dict[str, Any]:
    """Result, sentence, arithmetic, figures used, parts, clauses, version; `nested`: as a part."""
    laid = explanation if isinstance(explanation, Laid) else laid_out(explanation)
    return {"laid": laid, "told": laid.told, "beside": beside, "nested": nested}


@register.inclusion_tag("papers/why.html")
def reason_on_paper(
    explanation: Explanation | Mapping[str, Any] | Laid, *, headed: bool = True
) -> dict[str, Any]:
    """The same on paper; `headed` prints title and result above it."""
    laid = explanation if isinstance(explanation, Laid) else laid_out(explanation)
    return {"laid": laid, "told": laid.told, "headed": headed}
