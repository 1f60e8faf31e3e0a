"""Where the pace so far leads: on which day a figure is reached if people go on coming as they do.

A straight line through what came in, said as such; days are civil days, each begun day counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

RECENT = 3  # days of the second line
FAR = 3660  # days; what would take ten years is never, and a date has its end


@dataclass(frozen=True, slots=True)
class Forecast:
    """`per_day` came in over `days` days; the rest is there on `expected`, None for never."""

    label: str
    days: int
    per_day: Fraction
    expected: date | None
    in_time: bool

    @property
    def shown(self) -> Decimal:
        """Per day with one decimal, cut (a forecast promises nothing)."""
        tenths = (self.per_day * 10).__floor__()
        return Decimal(tenths).scaleb(-1)


def forecast(
    came: Mapping[date, Decimal],
    *,
    need: Decimal,
    opened: date,
    on: date,
    closes: date,
) -> tuple[Forecast, ...]:
    """From the opening, and from the last three days; `came` by civil day, `need` still missing.

    Nothing when nothing is missing or the round has not begun.
    """
    whole = (on - opened).days + 1
    if need <= 0 or whole < 1:
        return ()
    lines = [(f"开启 {whole} 天以来", whole)]
    if whole > RECENT:
        lines.append((f"近 {RECENT} 天", RECENT))
    return tuple(_line(label, days, came, need, on, closes) for label, days in lines)


def so_far(
    came: Fraction, *, need: Decimal, opened: date, on: date, closes: date
) -> Forecast | None:
    """From the opening alone, where only the sum of what came in is at hand, not its days.

    None when nothing is missing or the round has not begun.
    """
    whole = (on - opened).days + 1
    if need <= 0 or whole < 1:
        return None
    return _leading(f"开启 {whole} 天以来", whole, came, need, on, closes)


def _line(
    label: str, days: int, came: Mapping[date, Decimal], need: Decimal, on: date, closes: date
) -> Forecast:
    since = on - timedelta(days=days - 1)
    total = sum((amount for day, amount in came.items() if since <= day <= on), Decimal(0))
    return _leading(label, days, Fraction(total), need, on, closes)


def _leading(
    label: str, days: int, total: Fraction, need: Decimal, on: date, closes: date
) -> Forecast:
    per_day = total / days
    if per_day <= 0:
        return Forecast(label, days, per_day, None, in_time=False)
    more = (Fraction(need) / per_day).__ceil__()
    if more > FAR:
        return Forecast(label, days, per_day, None, in_time=False)
    expected = on + timedelta(days=more)
    return Forecast(label, days, per_day, expected, in_time=expected <= closes)
