"""Imports at the size of a large table: preview, writing, again, memory, the page, and growth."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.benchmarks.imports import bare, content, place, staged, usual, written
from tests.benchmarks.measuring import forget_highest, highest, timed
from tests.benchmarks.rolls import roll, taken_in

ROWS, USUAL = 20_000, 2_000
ROLLS = (20_000, 50_000, 200_000)


@pytest.fixture
def by(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return place()


@contextmanager
def taken_back():
    """Whatever is done inside was never done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def undone(work, *arguments, **more):
    def run():
        with taken_back():
            work(*arguments, **more)

    return run


def bench_memory_of_a_large_plan(report, by):
    file = content(ROWS)
    staged(by, content(100))
    forget_highest()
    before = highest()
    written(by, staged(by, file))
    grown = highest() - before
    report(f"memory for reading, staging and writing {ROWS:,} rows", grown, limit=300, unit="MB")


def bench_importing_a_large_plan(bench, report, by, client):
    taken = _usual_takes()  # first, in tables that nobody has filled and emptied before
    file, faulty = content(ROWS), content(ROWS, wrong=True)
    upload = staged(by, file)
    limits = {"limit_ms": 5000, "runs": 2, "warm": False}

    bench(
        f"preview {ROWS:,} rows × 10 columns with every error (2,000 of them), staged",
        undone(staged, by, faulty),
        **limits,
    )
    preview = bench(
        f"preview {ROWS:,} rows without errors, staged", undone(staged, by, file), **limits
    )
    commit = bench(
        f"write {ROWS:,} rows of a plan: communities, projects, lines, with history and way back",
        undone(written, by, upload),
        floor=("fast reader and `bulk_create` into the same tables", undone(bare, file)),
        at_most=2,
        **limits,
    )
    _beside_the_usual(report, taken, preview.best, commit.best)
    _page(report, client, by, upload)


def _usual_takes():
    """The usual admin import goes row by row: so many rows are timed, dry and for good."""
    some = content(USUAL)
    undone(usual, content(50), dry_run=False)()
    return [timed(undone(usual, some, dry_run=dry_run)) for dry_run in (True, False)]


def _beside_the_usual(report, taken, preview, commit):
    """What the usual import took, reckoned up to all rows, beside ours."""
    times = ROWS // USUAL
    ours = [
        ("dry run", preview, "our preview of all of them"),
        ("confirmed", commit, "our writing of all of them, with history"),
    ]
    for run, (words, best, what) in zip(taken, ours, strict=True):
        report(
            f"the usual admin import (django-import-export) into the same tables, {words}:"
            f" {USUAL:,} rows, times {times}",
            run.clock * times,
            floor=(what, best),
            at_least=10,
            processor=run.processor * times,
        )


def _page(report, client, by, upload):
    client.force_login(by)
    page = client.get(reverse("intake:preview", args=[upload.pk])).content
    report(f"page of the preview of {ROWS:,} rows", len(page) / 1000, limit=300, unit="kB")


def bench_importing_again(bench, by):
    file, reissued = content(ROWS), content(ROWS, more=5)
    written(by, staged(by, file))
    _look_at_sizes()
    same, again = staged(by, file), staged(by, reissued)
    limits = {"limit_ms": 5000, "runs": 2, "warm": False}

    bench(
        f"compare the same {ROWS:,} rows with what stands, staged",
        undone(staged, by, file),
        **limits,
    )
    bench("write the same rows again: nothing changes", undone(written, by, same), **limits)
    bench(
        f"compare a reissue of {ROWS:,} rows with what stands, 2,000 changed, staged",
        undone(staged, by, reissued),
        **limits,
    )
    bench("write that reissue", undone(written, by, again), **limits)


def _look_at_sizes():
    """What the database does by itself within a minute of a large import, once it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bench_growth_to_a_roll_of_200000_homes(bench, by):
    """Read, staged and written: a row of the longest may cost half more than one of the shortest.

    That is for caches; a cost that grew with the square of the rows would be ten times as much.
    """
    shortest = None
    for homes in ROLLS:
        floor = ("the shortest of them for as many rows", shortest and shortest * homes)
        found = bench(
            f"read, stage and write a roll of {homes:,} homes with their owners",
            undone(taken_in, by, homes, roll(homes)),
            **({"floor": floor, "at_most": 1.5} if shortest else {}),
            runs=1,
            warm=False,
        )
        shortest = shortest or found.best / homes
