"""Spans that register lists are filtered by: years, storeys, sizes; a lower and an upper end."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "none"


@dataclass(frozen=True, slots=True)
class Band:
    """From `least` to `most`, both included; None is open."""

    key: str
    label: str
    least: int | None = None
    most: int | None = None


YEARS = (
    Band("-1979", "1979 年及以前", None, 1979),
    Band("1980", "1980—1989 年", 1980, 1989),
    Band("1990", "1990—1999 年", 1990, 1999),
    Band("2000", "2000 年", 2000, 2000),
    Band("2001-", "2001 年及以后", 2001, None),
)
STOREYS = (
    Band("1-3", "3 层及以下", 1, 3),
    Band("4-6", "4—6 层", 4, 6),
    Band("7-9", "7—9 层", 7, 9),
    Band("10-", "10 层及以上", 10, None),
)


def choices(bands: tuple[Band, ...], unknown: str = "未填") -> list[tuple[str, str]]:
    """Key and words of each, and of what is not known."""
    return [*((band.key, band.label) for band in bands), (UNKNOWN, unknown)]


def band(bands: tuple[Band, ...], key: str) -> Band | None:
    """The one of that key; None for another key and for what is not known."""
    return next((one for one in bands if one.key == key), None)
