"""What every act on a joint review shares: its lock and its facts."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from approvals.models import Review
from approvals.services import locking
from common.clock import civil_day
from policies.rules.gates import FactValue
from renovation.services.facts import record_facts


def locked(pk: int) -> Review:
    """The review's row after its project's, locked until the transaction ends."""
    return locking.locked(Review, pk)


def report(*, by: User, at: datetime, review: Review) -> None:
    """Set the facts of a review as it stands; its caller has asked for the right."""
    missing = review.opinions.filter(given_at=None).count()
    day = civil_day(at)
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
