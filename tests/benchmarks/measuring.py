"""What a benchmark measures: clock, processors and memory, and lines of the page."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.db import connection


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the page; in milliseconds, unless another unit is named."""

    what: str
    best: float
    limit: float | None
    floor: str = ""
    floor_best: float | None = None
    at_most: float | None = None
    queries: int | None = None
    at_least: float | None = None
    processor: float | None = None
    unit: str = "ms"

    @property
    def ratio(self):
        """How many times the floor; None without one."""
        return self.best / self.floor_best if self.floor_best else None

    @property
    def passed(self):
        """Whether limit and ratio hold."""
        in_time = self.limit is None or self.best <= self.limit
        near = self.at_most is None or self.ratio <= self.at_most
        return in_time and near and (self.at_least is None or self.ratio >= self.at_least)

    def line(self):
        """As a row of the table."""
        cells = (
            self.what,
            self._said(self.best),
            self._said(self.processor),
            self._said(self.limit),
            self.floor,
            self._said(self.floor_best),
            f"{self.ratio:.1f}×" if self.ratio else "",
            f"{self.at_most:g}×" if self.at_most else "",
            f"{self.at_least:g}×" if self.at_least else "",
            "" if self.queries is None else str(self.queries),
            "yes" if self.passed else "**no**",
        )
        return f"| {' | '.join(cells)} |"

    def _said(self, value):
        if value is None:
            return ""
        return f"{value:,.0f} {self.unit}" if value >= 100 else f"{value:.1f} {self.unit}"


class Run(NamedTuple):
    """What one run took: by the clock, and of processors; milliseconds."""

    clock: float
    processor: float


def best_of(work, runs, *, warm):
    """The quickest of several runs, after one that does not count where `warm`."""
    if warm:
        work()
    return min(timed(work) for _ in range(runs))


def timed(work):
    """One run of the work."""
    spent, begun = _processor(), time.perf_counter()
    work()
    clock = (time.perf_counter() - begun) * 1000
    return Run(clock, _processor() - spent)


def highest():
    """The most memory that this process has had, in MB, since it was last asked to forget."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def forget_highest():
    """From now on only what comes counts."""
    Path("/proc/self/clear_refs").write_text("5")


def _processor():
    """Of this process and of its session in the database, which is on the same machine."""
    own = time.process_time() * 1000
    if connection.connection is None:
        return own
    status = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    ticks = status.read_text().rpartition(")")[2].split()[11:13]
    return own + sum(map(int, ticks)) * 1000 / os.sysconf("SC_CLK_TCK")
