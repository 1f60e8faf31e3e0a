"""Which register of a scheme wants attention first: late, soon due, in hand, not begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["late", "soon", "busy", "idle", "kept", "done"]
ORDER: tuple[State, ...] = ("late", "soon", "busy", "idle", "kept", "done")
SOON = timedelta(days=7)
GROUPS: dict[str, tuple[State, ...]] = {
    "在办": ("late", "soon", "busy"),
    "还没有登记": ("idle",),
    "已登记、已办": ("kept", "done"),
}
"""How a page sets them apart, so that no state is said row by row."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A register's rows: how many, how many open and past their own day, the next such day."""

    all: int = 0
    open: int = 0
    late: int = 0
    next: date | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """`due` is the day that decides, the scheme's own or a row's; None where none is set."""

    state: State
    due: date | None = None

    @property
    def order(self) -> tuple[int, date]:
        """What wants attention first; within a state the earliest day."""
        return ORDER.index(self.state), self.due or date.max


def attention(rows: Rows, on: date, *, due: date | None, done: bool) -> Attention:
    """`due`: the scheme's day for what is done once; `done`: whether that has been done."""
    days = [day for day in (None if done else due, rows.next) if day]
    first = min(days, default=None)
    if first and first < on:
        return Attention("late", first)
    if first and first <= on + SOON:
        return Attention("soon", first)
    if done:
        return Attention("done", first)
    if rows.open:
        return Attention("busy", first)
    return Attention("kept" if rows.all else "idle", first)
