"""The seed of the working-day calendar: chinesecalendar's years, document numbers from a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from chinese_calendar.constants import holidays, in_lieu_days, workdays

from policies.loading.reading import read_yaml
from policies.rules.timing import Calendar

DOCUMENTS = Path(__file__).resolve().parents[2] / "fixtures" / "calendars" / "documents.yaml"
SOURCE = "依国务院办公厅历年放假安排整理"
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True, slots=True)
class SeedDay:
    """A holiday (`working` False) or a make-up workday."""

    day: date
    working: bool
    name: str


def seed_days() -> tuple[SeedDay, ...]:
    """Every special day the library knows, in order."""
    rest = {day: name for day, name in holidays.items() if day not in workdays}
    found = [
        SeedDay(day, working=False, name=_NAMES.get(str(name), str(name)))
        for day, name in rest.items()
    ]
    found += [
        SeedDay(day, working=True, name=_NAMES.get(str(name), str(name)))
        for day, name in workdays.items()
    ]
    found += [
        SeedDay(day, working=False, name=_NAMES.get(str(name), str(name)))
        for day, name in in_lieu_days.items()
        if day not in rest and day not in workdays
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def documents() -> dict[int, str]:
    """Document number of a year's announcement, where known."""
    data = read_yaml(DOCUMENTS.read_text(encoding="utf-8"), DOCUMENTS.name)
    return {int(year): number for year, number in data.items()}


@lru_cache(maxsize=1)
def library_calendar() -> Calendar:
    """The same calendar without a database, for checking policy folders."""
    days = seed_days()
    numbers = documents()
    return Calendar(
        {year: numbers.get(year, SOURCE) for year in sorted({one.day.year for one in days})},
        {one.day: one.working for one in days},
        {one.day: one.name for one in days if not one.working},
    )
