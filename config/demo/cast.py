"""Who acts in the demonstration, by place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from accounts.models import User
from common.clock import SHANGHAI
from renovation.models import Project


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of one place; clerks by street code, departments by unit code."""

    handler: User
    reviewer: User
    finance: User
    clerks: dict[str, User]
    departments: dict[str, User]

    def clerk(self, project: Project) -> User:
        """The street's clerk."""
        return self.clerks[project.area_code[:9]]


def at(day: str | date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of a day in Asia/Shanghai."""
    civil = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(civil, time(hour, minute), SHANGHAI)
