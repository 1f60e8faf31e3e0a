"""The conclusion of a joint review."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Review
from approvals.services.review_state import locked, report
from common.clock import civil_day
from common.errors import Conflict, Problem, Refused


@transaction.atomic
def conclude_review(
    *, by: User, at: datetime, review: Review, agreed: bool, conclusion: str, concluded_on: date
) -> Review:
    """The conclusion: agreed only when every unit has answered and none disagrees."""
    require(by, Permission.EDIT_PROJECT, on=review)
    row = locked(review.pk)
    if row.state != "open":
        raise Conflict("会商已有结论")
    problems = []
    if not conclusion.strip():
        problems.append(Problem("请填写结论", code="required", field="conclusion"))
    if not row.accepted_on <= concluded_on <= civil_day(at):
        problems.append(
            Problem("结论日不在受理日与今天之间", field="concluded_on", value=str(concluded_on))
        )
    for opinion in row.opinions.all() if agreed else ():
        if not opinion.given_at:
            problems.append(Problem(f"{opinion.unit_name}还没有签署意见", code="missing_opinion"))
        elif opinion.view == "disagree":
            remedy = "退回修改后重新发起"
            words = f"{opinion.unit_name}不同意"
            problems.append(Problem(words, code="disagrees", remedy=remedy))
    if problems:
        raise Refused(problems)
    row.state = "agreed" if agreed else "returned"
    row.conclusion, row.concluded_on = conclusion.strip(), concluded_on
    row.concluded_at, row.concluded_by = at, by
    row.save()
    report(by=by, at=at, review=row)
    record(
        by=by,
        action="review.conclude",
        on=row,
        project_id=row.project_id,
        summary=f"{row.name}：{row.get_state_display()}",
        payload={"agreed": agreed},
    )
    return row
