"""Whether the figures of a final account are complete."""

from __future__ import annotations

from collections.abc import Sequence

from common.errors import Problem, Refused
from funding.services.basis import Basis
from renovation.models import ContentItem


def check_final_costs(contents: Sequence[ContentItem], basis: Basis) -> None:
    """Refused with every figure that is missing, unknown or below zero, and a missing document."""
    known = {row.key: row.name for row in contents}
    problems = [
        Problem(f"“{name}”没有决算数", code="final_missing", field=key, remedy="没有实施的填 0.00")
        for key, name in known.items()
        if key not in basis.final_costs
    ]
    problems += [
        Problem("决算中有未列入改造内容的项", code="final_unknown", field=key, value=key)
        for key in basis.final_costs
        if key not in known
    ]
    problems += [
        Problem(f"“{known[key]}”的决算数小于零", code="final_negative", field=key, value=str(cost))
        for key, cost in basis.final_costs.items()
        if key in known and cost < 0
    ]
    if not basis.document_no.strip():
        problems.append(
            Problem(
                "没有填写决算文号",
                code="document_missing",
                field="document_no",
                remedy="填写竣工财务决算的文号或批复号",
            )
        )
    if problems:
        raise Refused(problems)
