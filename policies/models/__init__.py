"""Policies, their versions, what was decided about them, and the calendars."""

from policies.models.calendars import CalendarDay, CalendarYear
from policies.models.decisions import ConflictDecision, UnitBinding
from policies.models.versions import Policy, PolicyVersion, Status

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "ConflictDecision",
    "Policy",
    "PolicyVersion",
    "Status",
    "UnitBinding",
]
