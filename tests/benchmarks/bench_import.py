"""Imports at the size of a large table: preview, writing, again, memory and the page."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from tests.benchmarks.imports import bare, content, place, staged, usual, written

ROWS, LONG = 20_000, 60_000
STATUS = Path("/proc/self/status")


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


def highest():
    """The most memory that the process has had, in MB, since it was last asked to forget."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def bench_memory_and_growth(bench, by):
    Path("/proc/self/clear_refs").write_text("5")
    before = highest()
    short = bench(
        f"read and stage {ROWS:,} rows", undone(staged, by, content(ROWS)), runs=1, warm=False
    )
    grown = highest() - before
    long = content(LONG)
    print(f"\n  memory: {grown} MB more than before")
    bench(
        f"read and stage {LONG:,} rows: three times as many",
        undone(staged, by, long),
        floor=("the same for 20,000", short.best),
        at_most=3.6,
        runs=1,
        warm=False,
    )
    assert grown < 300


def bench_importing_a_large_plan(bench, by, client):
    file, faulty = content(ROWS), content(ROWS, wrong=True)
    upload = staged(by, file)

    bench(
        f"preview {ROWS:,} rows × 10 columns with every error (2,000 of them), staged",
        undone(staged, by, faulty),
        limit_ms=5000,
        runs=1,
        warm=False,
    )
    commit = bench(
        f"write {ROWS:,} rows of a plan: communities, projects, lines, with history and way back",
        undone(written, by, upload),
        limit_ms=5000,
        floor=("fast reader and `bulk_create` into the same tables", undone(bare, file)),
        at_most=2,
        runs=1,
        warm=False,
    )
    preview = bench(
        f"preview {ROWS:,} rows without errors, staged",
        undone(staged, by, file),
        limit_ms=5000,
        runs=1,
        warm=False,
    )
    bench(
        "the usual admin import (django-import-export), one table, dry run",
        undone(usual, file, dry_run=True),
        floor=("our preview of the same file", preview.best),
        at_least=10,
        runs=1,
        warm=False,
    )
    bench(
        "the usual admin import (django-import-export), one table, confirmed",
        undone(usual, file, dry_run=False),
        floor=("our writing of the same rows into three", commit.best),
        at_least=10,
        runs=1,
        warm=False,
    )
    _page(client, by, upload)


def _page(client, by, upload):
    client.force_login(by)
    page = client.get(reverse("intake:preview", args=[upload.pk])).content
    print(f"\n  page of the preview: {len(page) / 1000:.0f} kB")
    assert len(page) < 300_000


def bench_importing_again(bench, by):
    file, reissued = content(ROWS), content(ROWS, more=5)
    written(by, staged(by, file))
    again = staged(by, reissued)

    bench(
        f"compare a reissue of {ROWS:,} rows with what stands, 2,000 changed, staged",
        undone(staged, by, reissued),
        limit_ms=5000,
        runs=1,
        warm=False,
    )
    bench("write that reissue", undone(written, by, again), limit_ms=5000, runs=1, warm=False)
