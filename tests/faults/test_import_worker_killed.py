"""The worker that writes an import dies in the middle: nothing is written, then everything."""

import os
import signal
import time

import pytest
from django.db import connection

from common.errors import Refused
from intake.models import Upload
from intake.services import committing, working
from intake.services.examining import Request
from intake.services.uploads import upload_plan
from records.models import Job, WrittenRow
from records.services import jobs
from renovation.models import Plan, PlanLine, Project
from tests.factories.renovation import NOW, TODAY, handler, street
from tests.faults.forking import forked, until
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queued(settings, tmp_path, monkeypatch):
    """An import whose job waits for a worker."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(working, "MOST_AT_ONCE", 2)
    street()
    street("370724002")
    by = handler()
    upload = upload_plan(
        by=by,
        at=NOW,
        request=Request("370724", 2024),
        document_no="",
        title="",
        name="计划.xlsx",
        content=workbook([HEAD, *ROWS]),
    )
    with monkeypatch.context() as quiet:
        quiet.setattr(jobs, "async_task", lambda *_: None)
        quiet.setattr(jobs.Conf, "SYNC", False)
        return working.confirm(by=by, at=NOW, on=TODAY, upload=upload)


def worker(job_id):
    """It writes everything, says its session in the database, and never comes to the commit."""

    def run(say):
        def stop_before_the_end(**_):
            say(connection.connection.info.backend_pid)
            while True:
                time.sleep(0.05)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")

        committing.record = stop_before_the_end
        jobs.run(job_id)

    child, backend = forked(run)
    return child, int(backend)


def nothing_is_written():
    written = (Plan, PlanLine, Project, WrittenRow)
    empty = not any(model.objects.exists() for model in written)
    return empty and Upload.objects.get().state == "staged"


def everything_is_written():
    lines, projects = PlanLine.objects.count(), Project.objects.count()
    return (lines, projects, Upload.objects.get().state) == (3, 3, "committed")


def test_a_killed_worker_leaves_nothing_and_its_job_is_taken_up_again(queued):
    job = queued.job
    child, _ = worker(job.pk)
    job.refresh_from_db()
    assert (job.state, jobs.interrupted(job), job.done) == ("running", False, 9)
    with pytest.raises(Refused, match="没有中断"):
        jobs.again(by=job.requested_by, job=job)

    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert until(lambda: jobs.interrupted(Job.objects.get(pk=job.pk)))
    assert nothing_is_written()
    assert jobs.again(by=job.requested_by, job=job).state == "done"
    assert everything_is_written()


def test_a_lost_connection_leaves_nothing_and_the_import_is_confirmed_again(queued):
    job = queued.job
    child, backend = worker(job.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    os.waitpid(child, 0)

    assert until(lambda: not jobs.under_way(Job.objects.get(pk=job.pk)))
    assert nothing_is_written()
    working.confirm(by=job.requested_by, at=NOW, on=TODAY, upload=queued)
    assert everything_is_written()
