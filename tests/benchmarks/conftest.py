"""`make bench`: work timed on a real database, with its limit and, where there is one, its floor.

A benchmark is a function `bench_…` in a module `bench_….py`; it asks for the fixture `bench`:

    def bench_something(bench, db):
        bench("做某事", work, limit_ms=300, floor=("只读同样的行", bare), at_most=20)

The best of several runs is taken, so that what else the machine does counts least. The ratio to
the floor, measured in the same run, says the same on any machine; milliseconds are this machine's.
Beside them stands the processor time of that run, the database's own included: on a machine that
others use it says more than the clock. `make bench` writes `docs/benchmarks.md`.
"""

import os
import platform
from pathlib import Path

import pytest

from tests.benchmarks.measuring import Measured, best_of

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`, which also prints them and fails when a limit or a ratio is passed. A
*floor* is the least work that the same result could cost, measured in the same run: the ratio says
the same on any machine, milliseconds are those of one machine ({machine}). *Processor* is the
time that ours and the database's process were at work in that run: beside a much longer best run it
tells that others used the machine. How to add one: [contributing.md](contributing.md).

| what | best run | processor | limit | floor | its best run | ratio | at most | at least\
 | queries | holds |
|---|--:|--:|--:|---|--:|--:|--:|--:|--:|---|
"""
MEASURED = []


@pytest.fixture
def bench():
    """Time `work`; it may be run several times, so it must leave things as they were.

    A floor is words and work, or words and what that work has been measured to take (milliseconds).
    """

    def measure(what, work, *, floor=None, runs=5, warm=True, **limits):
        words, bare = floor or ("", None)
        floor_best = best_of(bare, runs, warm=warm).clock if callable(bare) else bare
        best, processor = best_of(work, runs, warm=warm)
        limit = limits.pop("limit_ms", None)
        found = Measured(what, best, limit, words, floor_best, processor=processor, **limits)
        mine.append(found)
        print(f"\n  {found.line()}")
        return found

    mine = []
    yield measure
    MEASURED.extend(mine)
    assert [one.line() for one in mine if not one.passed] == []


@pytest.fixture
def report():
    """Put down what was measured otherwise, such as a percentile under load, or memory in MB."""

    def put(what, measured, *, floor=None, limit=None, **more):
        words, bare = floor or ("", None)
        found = Measured(what, measured, limit, words, bare, **more)
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
