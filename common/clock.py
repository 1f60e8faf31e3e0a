"""The business clock that adapters read; services are always given a day or an instant.

In the demo the clock stands at `settings.DEMO_NOW`; elsewhere it is the real one. Audit, token and
session times never come from here.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def business_now() -> datetime:
    """The instant that business rules count from, aware, in Asia/Shanghai."""
    demo = getattr(settings, "DEMO_NOW", None)
    if demo:
        return datetime.fromisoformat(demo).replace(tzinfo=SHANGHAI)
    return real_now()


def business_today() -> date:
    """The civil date in Asia/Shanghai that business rules count from."""
    return business_now().date()


def civil_day(moment: datetime) -> date:
    """The civil date of an aware instant in Asia/Shanghai, whatever zone it was given in."""
    return moment.astimezone(SHANGHAI).date()


def real_now() -> datetime:
    """The machine's own time in Asia/Shanghai, for audit, tokens and sessions."""
    return datetime.now(SHANGHAI)  # noqa: TID251  the one place that reads the real clock
