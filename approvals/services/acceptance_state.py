"""What every act on an acceptance shares: its lock, its days, its facts."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import User
from approvals.models import Acceptance
from approvals.services import locking
from common.clock import civil_day
from common.errors import Problem
from policies.rules.acceptances import amount_to
from policies.rules.gates import FactValue
from policies.rules.model import AcceptanceRule
from policies.selectors.governing import rule_at
from renovation.services.facts import record_facts


def between(start: date, day: date, at: datetime, field: str, word: str) -> list[Problem]:
    """What is wrong with a day that should lie between `start` and today."""
    today = civil_day(at)
    if start <= day <= today:
        return []
    expected = f"{start} 至 {today}"
    return [Problem(f"{word}不对", field=field, value=str(day), expected=expected)]


def locked(pk: int) -> Acceptance:
    """The acceptance's row after its project's, locked until the transaction ends."""
    return locking.locked(Acceptance, pk)


def report(*, by: User, at: datetime, acceptance: Acceptance) -> None:
    """Set the facts of an acceptance as it stands; its caller has asked for the right."""
    parties = list(acceptance.parties.all())
    rule: AcceptanceRule = rule_at(acceptance.pin.version_id, "acceptance").rule
    there = [party.key for party in parties if party.owner and party.signed_at]
    body = rule.owners_body in there
    day = civil_day(at)
    values = {
        "acceptance.missing_signatures": sum(not party.signed_at for party in parties),
        "acceptance.owner_representatives": amount_to(rule, len(there) - body, body=body),
        "acceptance.open_problems": acceptance.problems.filter(fixed_at=None).count(),
        "acceptance.passed": acceptance.state == "passed",
    }
    record_facts(
        by=by,
        at=at,
        project=acceptance.project,
        source=f"{acceptance.held_on} 联合验收",
        facts=[FactValue(key, "", value, as_of=day) for key, value in values.items()],
    )
