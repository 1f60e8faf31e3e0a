"""The worker that prints is killed in the middle: no document or number twice, none left out."""

import hashlib
import os
import signal
import time
from pathlib import Path

import pytest

from records.models import IssuedPaper, Job, Serial
from records.services import jobs
from records.services.papers import papers_of_job, request_paper
from tests.factories.districts import CommunityFactory
from tests.factories.records import AT
from tests.factories.renovation import clerk
from tests.faults.forking import forked, until

pytestmark = pytest.mark.django_db(transaction=True)
STOPS = {}


def render(kind, subject_id, by_id, serial, token, part=0):
    """A stand-in for the renderer: the first worker has numbered document 3 and is still at it."""
    if part == 3 and STOPS:
        STOPS["say"](serial)
        while True:
            time.sleep(0.05)
    return f"第 {part} 册", f"%PDF-1.7 {serial}".encode(), {}


@pytest.fixture
def asked(settings, tmp_path, monkeypatch):
    """A paper in five documents whose job waits for a worker."""
    settings.MEDIA_ROOT = tmp_path
    settings.PAPER_RENDERER = f"{__name__}.render"
    with monkeypatch.context() as quiet:
        quiet.setattr(jobs, "async_task", lambda *_: None)
        quiet.setattr(jobs.Conf, "SYNC", False)
        return request_paper(
            by=clerk(),
            at=AT,
            kind="notice",
            prefix="ZQ",
            subject=CommunityFactory(),
            title="征求意见表",
            documents=5,
        )


def printing(job):
    """What the first worker does."""

    def run(say):
        STOPS["say"] = say
        jobs.run(job.pk)

    return run


def test_a_killed_worker_s_documents_stand_and_the_rest_follow_once(asked, settings):
    child, at_work = forked(printing(asked))
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total) == ("running", 2, 5)
    assert (at_work[-4:], jobs.interrupted(asked)) == ("0003", False)

    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert until(lambda: jobs.interrupted(Job.objects.get(pk=asked.pk)))
    before = list(papers_of_job(asked).values_list("pk", "serial", "sha256"))
    assert [serial[-4:] for _, serial, _ in before] == ["0001", "0002"]

    done = jobs.again(by=asked.requested_by, job=asked)

    assert (done.state, done.done, done.total) == ("done", 5, 5)
    after = list(papers_of_job(asked).values_list("pk", "serial", "sha256"))
    assert after[:2] == before
    assert [serial[-4:] for _, serial, _ in after] == ["0001", "0002", "0003", "0004", "0005"]
    assert IssuedPaper.objects.count() == Serial.objects.get().last == 5

    for paper in IssuedPaper.objects.all():
        kept = Path(settings.MEDIA_ROOT, paper.path).read_bytes()
        assert kept.endswith(paper.serial.encode())
        assert hashlib.sha256(kept).hexdigest() == paper.sha256
