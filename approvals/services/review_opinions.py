"""One unit's opinion on a joint review, given once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Opinion
from approvals.models.reviews import VIEWS
from approvals.services.review_state import locked, report
from common.clock import civil_day
from common.errors import Conflict, NotAllowed, Problem, Refused
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Signed:
    """What a unit says: view, conditions, who signed, on which day."""

    view: str
    conditions: str
    signatory: str
    given_on: date


@transaction.atomic
def give_opinion(*, by: User, at: datetime, opinion: Opinion, signed: Signed) -> Opinion:
    """One unit's opinion, given once. A department or utility gives only its own."""
    require(by, Permission.GIVE_OPINION, on=opinion.review.project)
    review = locked(opinion.review_id)
    row = Opinion.objects.get(pk=opinion.pk)
    _own(by, row, review.project)
    if review.state != "open" or row.given_at:
        raise Conflict("这家单位的意见已经签署，或会商已有结论")
    problems = []
    if signed.view not in VIEWS:
        words = "、".join(VIEWS.values())
        problems.append(Problem("请选择意见", field="view", value=signed.view, expected=words))
    if signed.view in {"conditional", "disagree"} and not signed.conditions.strip():
        problems.append(Problem("请写明条件或理由", code="reason_needed", field="conditions"))
    if not signed.signatory.strip():
        problems.append(Problem("请填写签署人", code="required", field="signatory"))
    if not review.accepted_on <= signed.given_on <= civil_day(at):
        problems.append(
            Problem(
                "签署日不在受理日与今天之间",
                field="given_on",
                value=str(signed.given_on),
                expected=f"{review.accepted_on} 至 {civil_day(at)}",
            )
        )
    if problems:
        raise Refused(problems)
    row.view, row.conditions = signed.view, signed.conditions.strip()
    row.signatory, row.given_on = signed.signatory.strip(), signed.given_on
    row.given_at, row.given_by = at, by
    row.save()
    report(by=by, at=at, review=review)
    record(
        by=by,
        action="review.opinion",
        on=row,
        area_code=review.area_code,
        project_id=review.project_id,
        summary=f"{row.unit_name}：{VIEWS[row.view]}",
        payload={"review": review.pk, "view": row.view},
    )
    return row


def _own(by: User, row: Opinion, project: Project) -> None:
    """A person who reaches the project by unit alone speaks for that unit only."""
    placed = any(
        grant.allows(Permission.GIVE_OPINION)
        and not grant.unit_bound
        and grant.reaches(project.area_code, ())
        for grant in by.access.grants
    )
    if not placed and row.unit_code not in by.access.unit_codes():
        raise NotAllowed("只能签署本单位的意见。")
