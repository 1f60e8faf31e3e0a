"""`make bench`: work timed on a real database, with its limit and, where there is one, its floor.

A benchmark is a function `bench_…` in a module `bench_….py`; it asks for the fixture `bench`:

    def bench_something(bench, db):
        bench("做某事", work, limit_ms=300, floor=("只读同样的行", bare), at_most=20)

The best of several runs is taken, so that what else the machine does counts least. The ratio to
the floor, measured in the same run, says the same on any machine; milliseconds are this machine's.
`make bench` writes `docs/benchmarks.md`.
"""

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`, which also prints them and fails when a limit or a ratio is passed. A
*floor* is the least work that the same result could cost, measured in the same run: the ratio says
the same on any machine, milliseconds are those of one machine ({machine}). How to add one:
[contributing.md](contributing.md).

| what | best run | limit | floor | its best run | ratio | at most | at least | queries | holds |
|---|--:|--:|---|--:|--:|--:|--:|--:|---|
"""
MEASURED = []


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the page; times in milliseconds."""

    what: str
    best: float
    limit: float | None
    floor: str = ""
    floor_best: float | None = None
    at_most: float | None = None
    queries: int | None = None
    at_least: float | None = None

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
            _ms(self.best),
            _ms(self.limit),
            self.floor,
            _ms(self.floor_best),
            f"{self.ratio:.1f}×" if self.ratio else "",
            f"{self.at_most:g}×" if self.at_most else "",
            f"{self.at_least:g}×" if self.at_least else "",
            "" if self.queries is None else str(self.queries),
            "yes" if self.passed else "**no**",
        )
        return f"| {' | '.join(cells)} |"


@pytest.fixture
def bench():
    """Time `work`; it may be run several times, so it must leave things as they were.

    A floor is words and work, or words and what that work has been measured to take (milliseconds).
    """

    def measure(what, work, *, floor=None, runs=5, warm=True, **limits):
        words, bare = floor or ("", None)
        floor_best = _best(bare, runs, warm=warm) if callable(bare) else bare
        best = _best(work, runs, warm=warm)
        found = Measured(what, best, limits.pop("limit_ms", None), words, floor_best, **limits)
        mine.append(found)
        print(f"\n  {found.line()}")
        return found

    mine = []
    yield measure
    MEASURED.extend(mine)
    assert [one.line() for one in mine if not one.passed] == []


@pytest.fixture
def report():
    """Put down what was measured otherwise, such as a percentile under load; milliseconds."""

    def put(what, measured, *, floor=None, limit_ms=None):
        words, bare = floor or ("", None)
        found = Measured(what, measured, limit_ms, words, bare)
        MEASURED.append(found)
        print(f"\n  {found.line()}")
        assert found.passed

    return put


def pytest_sessionfinish(session, exitstatus):
    """The page is written, with what does not hold; lines of what was not run stay."""
    if os.environ.get("BENCH_WRITE") and exitstatus in {0, 1} and MEASURED:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
        fresh = {one.what: one.line() for one in MEASURED}
        lines = {**_standing(PAGE.read_text(encoding="utf-8")), **fresh}
        table = "\n".join(lines.values())
        after = _after(PAGE.read_text(encoding="utf-8"))
        PAGE.write_text(f"{HEAD.format(machine=machine)}{table}\n{after}", encoding="utf-8")


def _after(page):
    """What people have written below the table."""
    lines = page.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith("|"))
    return "".join(lines[last + 1 :])


def _standing(page):
    """The lines of the page by what they measure."""
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    return {row.split(" | ")[0].removeprefix("| "): row for row in rows}


def _best(work, runs, *, warm):
    if warm:
        work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def _ms(value):
    if value is None:
        return ""
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"
