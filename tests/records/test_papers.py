"""Papers are numbered without gaps, kept as issued, and checked by anybody who scans them."""

import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.permissions import Role
from common.errors import NotAllowed, Refused
from records.models import IssuedPaper, Job, Serial
from records.services import jobs
from records.services.papers import papers_of, papers_of_job, request_paper
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory
from tests.factories.records import AT, JobFactory

pytestmark = pytest.mark.django_db
KILLS = set()
"""Documents at which the worker is killed, once each."""


def render(kind, subject_id, by_id, serial, token, part=0):
    """A stand-in for the renderer above this floor: another kind of paper, not a mock of ours."""
    if kind == "refused":
        raise Refused("公示期未满，不能打印。")
    if part in KILLS:
        KILLS.discard(part)
        raise SystemExit
    return (
        f"小区公示 {subject_id}" + (f" 第 {part} 册" if part else ""),
        f"%PDF-1.7 {serial} {token}".encode(),
        {"小区": "电力局北家属院"},
    )


@pytest.fixture(autouse=True)
def registry(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PAPER_RENDERER = "tests.records.test_papers.render"


def ask(kind="notice", by=None, community=None, documents=None):
    return request_paper(
        by=by or UserFactory(role=Role.STREET_CLERK, role__area="370724001"),
        at=AT,
        kind=kind,
        prefix="GS",
        subject=community or CommunityFactory(),
        title="打印公示",
        documents=documents,
    )


def test_a_paper_is_numbered_rendered_kept_and_served_again(client):
    by, community = UserFactory(role=Role.STREET_CLERK), CommunityFactory()

    job = ask(by=by, community=community)

    paper = papers_of(community).get()
    assert job.state == "done"
    assert job.result["paper"] == paper.pk
    assert paper.serial == "GS-370724-2024-0001"
    client.force_login(by)
    response = client.get(reverse("records:paper_pdf", args=[paper.pk]))
    served = b"".join(response.streaming_content)
    assert hashlib.sha256(served).hexdigest() == paper.sha256


def test_a_refused_paper_takes_no_number():
    refused = ask("refused")
    done = ask()

    assert refused.state == "failed"
    assert refused.message == "公示期未满，不能打印。"
    assert IssuedPaper.objects.get(pk=done.result["paper"]).serial == "GS-370724-2024-0001"
    assert Serial.objects.get().last == 1


def test_a_job_that_is_taken_up_again_issues_the_paper_once():
    job = ask()
    Job.objects.filter(pk=job.pk).update(state="running")

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == "done"
    assert IssuedPaper.objects.count() == 1


def test_printing_needs_the_right():
    with pytest.raises(NotAllowed):
        ask(by=UserFactory(role=Role.SYSTEM_ADMIN))


def test_an_issued_paper_cannot_be_changed_in_the_database():
    ask()

    with pytest.raises(IntegrityError, match="印发文件不能修改"), transaction.atomic():
        IssuedPaper.objects.update(title="改过")
    with pytest.raises(IntegrityError, match="印发文件不能修改"), transaction.atomic():
        IssuedPaper.objects.all().delete()


def test_anybody_may_verify_a_paper_and_learns_only_public_facts(client):
    job = ask()
    paper = IssuedPaper.objects.get(pk=job.result["paper"])

    response = client.get(reverse("records:verify", args=[paper.token]))

    page = response.content.decode()
    assert response.status_code == 200
    assert "本件属实" in page
    assert "电力局北家属院" in page
    assert paper.serial in page
    assert str(paper.issued_by) not in page
    assert response["X-Robots-Tag"].startswith("noindex")


def test_an_unknown_token_is_said_to_be_unknown(client):
    response = client.get(reverse("records:verify", args=["nobody-gave-this-out"]))

    assert response.status_code == 404
    assert "查不到这份文件" in response.content.decode()


def test_verifying_finds_bytes_that_were_changed(settings):
    ask()
    paper = IssuedPaper.objects.get()
    Path(settings.MEDIA_ROOT, paper.path).write_bytes(b"forged")
    out = StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("verify_papers", "--json", stdout=out)

    assert stop.value.code == 1
    assert json.loads(out.getvalue())["problems"][0]["key"] == paper.serial


def test_verifying_is_content_with_bytes_as_issued():
    ask()
    out = StringIO()

    call_command("verify_papers", "--json", stdout=out)

    assert json.loads(out.getvalue()) == {"checked": 1, "problems": [], "ok": True}


class TestAPaperInSeveralDocuments:
    def test_each_has_its_own_number_and_can_be_opened(self, client):
        by = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
        job = ask(by=by, documents=3)
        made = list(papers_of_job(job))
        assert [one.serial[-4:] for one in made] == ["0001", "0002", "0003"]
        assert [one.title[-5:].strip() for one in made] == ["第 1 册", "第 2 册", "第 3 册"]
        assert (job.state, job.done, job.total) == ("done", 3, 3)
        client.force_login(by)
        page = client.get(reverse("records:job_detail", args=[job.pk])).content.decode()
        told = client.get(f"/api/v1/jobs/{job.pk}/").json()["papers"]
        for one in made:
            address = reverse("records:paper_pdf", args=[one.pk])
            assert f'href="{address}"' in page
            assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
        assert [one["serial"] for one in told] == [one.serial for one in made]

    def test_what_was_printed_before_the_worker_was_killed_is_not_printed_again(self, client):
        by = UserFactory(role=Role.STREET_CLERK, role__area="370724001")
        asked = ask(by=by, documents=3)
        arguments = asked.arguments | {"tokens": ["one", "two", "three"]}
        job = JobFactory(requested_by=by, arguments=arguments, kind="paper.notice", total=3)
        KILLS.add(2)
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done, jobs.interrupted(job)) == ("running", 1, True)
        (first,) = papers_of_job(job)
        client.force_login(by)
        page = client.get(reverse("records:job_detail", args=[job.pk])).content.decode()
        assert first.serial in page
        assert "已印好的保留，接着印其余的" in page

        jobs.again(by=by, job=job)

        job.refresh_from_db()
        assert job.state == "done"
        made = list(papers_of_job(job))
        assert made[0] == first
        assert [one.serial[-4:] for one in made] == ["0004", "0005", "0006"]
        assert IssuedPaper.objects.count() == Serial.objects.get().last == 6
