"""Seeding the working-day calendar from the library, year by year."""

from __future__ import annotations

from django.db import transaction

from accounts.services.audit import record
from policies.loading.calendars import SOURCE, documents, seed_days
from policies.models import CalendarDay, CalendarYear


@transaction.atomic
def load_calendars() -> int:
    """Bring in every year the library knows and the database does not; returns how many days.

    A year already there is left as it is: the bureau may have corrected it. Set-up command only.
    """
    known = set(CalendarYear.objects.values_list("year", flat=True))
    days = [day for day in seed_days() if day.day.year not in known]
    numbers = documents()
    years = {
        year: CalendarYear.objects.create(year=year, document=numbers.get(year, ""), source=SOURCE)
        for year in sorted({day.day.year for day in days})
    }
    CalendarDay.objects.bulk_create(
        CalendarDay(day=one.day, year=years[one.day.year], working=one.working, name=one.name)
        for one in days
    )
    if years:
        last = years[max(years)]
        record(
            by=None,
            action="calendar.load",
            on=last,
            summary=f"载入工作日历 {min(years)}–{max(years)} 年，{len(days)} 天",
        )
    return len(days)
