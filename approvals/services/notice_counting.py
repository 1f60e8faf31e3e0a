"""The last day of a notice, counted by its pinned rule, and the fact that gates read."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from approvals.models import Notice
from approvals.selectors.rules import gaps_of, notice_rule, under
from common.clock import civil_day
from policies.rules.gates import FactValue
from policies.rules.notice_days import notice_last_day
from policies.selectors.governing import calendar
from renovation.services.facts import clear_facts, record_facts


def count_days(*, by: User, at: datetime, notice: Notice) -> None:
    """Count from the posting, with every interruption that is recorded; keep what came of it.

    Called within the caller's transaction, which has asked for its own right. Without a last day
    the fact is taken back, so that the gate says "cannot be decided".
    """
    governed = notice_rule(notice)
    days = notice_last_day(governed.rule, notice.posted_on, calendar(), gaps_of(notice))
    explained = under(days.explanation, governed, notice.pin)
    notice.last_day, notice.provisional = days.day, days.provisional
    notice.explanation = explained.to_dict()
    notice.save(update_fields=["last_day", "provisional", "explanation"])
    key = ("notice.last_day", notice.key)
    if days.day is None:
        clear_facts(by=by, at=at, project=notice.project, keys=[key])
        return
    record_facts(
        by=by,
        at=at,
        project=notice.project,
        source=f"{governed.rule.name}第 {notice.attempt} 次",
        facts=[FactValue(*key, days.day, as_of=civil_day(at))],
        explanations={key: explained},
    )


def ends(notice: Notice) -> str:
    """期满日 2024-06-24, or that it is not known."""
    return f"期满日 {notice.last_day}" if notice.last_day else "期满日待定"
