"""What every act on a joint review shares: its lock and its facts."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from approvals.models import Review
from common.errors import OutOfScope
from policies.rules.gates import FactValue
from renovation.services.facts import record_facts


def locked(pk: int) -> Review:
    """The review's row, locked until the transaction ends."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("project", "pin")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise OutOfScope("没有找到，或不在您的管辖范围内。")
    return found


def report(*, by: User, at: datetime, review: Review) -> None:
    """Set the facts of a review as it stands; its caller has asked for the right."""
    missing = review.opinions.filter(given_at=None).count()
    day = at.date()
    record_facts(
        by=by,
        at=at,
        project=review.project,
        source=review.name,
        facts=[
            FactValue("review.missing_opinions", review.key, missing, as_of=day),
            FactValue("review.agreed", review.key, review.state == "agreed", as_of=day),
        ],
    )
