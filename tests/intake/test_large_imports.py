"""Large tables are read and written by jobs: watched, not repeated, refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.test import APIClient

from common.errors import Refused
from intake.models import Upload
from intake.services import committing, working
from intake.services.uploads import recheck
from records.models import Job
from records.services import jobs
from renovation.models import PlanLine
from tests.factories.renovation import NOW, TODAY, handler, street
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_rows_are_many(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(working, "MOST_AT_ONCE", 2)
    street()
    street("370724002")


@pytest.fixture
def by():
    return handler()


@pytest.fixture
def nobody_works(monkeypatch):
    """Jobs wait: no worker is there."""
    monkeypatch.setattr(jobs, "run", lambda _id: None)


def _kill():
    raise KeyboardInterrupt


def send(client, content=None, name="计划.xlsx"):
    file = SimpleUploadedFile(name, content or workbook([HEAD, *ROWS]))
    fields = {"kind": "community_plan", "area_code": "370724", "year": "2024", "file": file}
    return client.post(
        reverse("intake:upload"), fields | {"claim": "", "title": "", "document_no": ""}
    )


def test_a_large_table_goes_from_upload_to_result_by_two_jobs(client, by):
    client.force_login(by)

    answer = send(client)
    preview = client.get(answer.url).content.decode()
    upload = Upload.objects.get()
    done = client.post(reverse("intake:commit", args=[upload.pk]), follow=True)

    assert "确认写入 3 行" in preview
    assert "导入结果" in done.content.decode()
    kinds = list(Job.objects.order_by("pk").values_list("kind", "state"))
    assert kinds == [("import.read", "done"), ("import.commit", "done")]
    assert PlanLine.objects.count() == 3


def test_while_a_job_waits_the_page_shows_it_and_nothing_may_be_changed(client, by, monkeypatch):
    client.force_login(by)
    send(client)
    upload = Upload.objects.get()
    monkeypatch.setattr(jobs, "run", lambda _id: None)
    client.post(reverse("intake:commit", args=[upload.pk]))
    client.post(reverse("intake:commit", args=[upload.pk]))
    client.force_login(handler())

    page = client.get(reverse("intake:preview", args=[upload.pk])).content.decode()
    part = client.get(reverse("intake:progress", args=[upload.pk])).content.decode()

    assert Job.objects.filter(kind="import.commit").count() == 1
    assert reverse("intake:progress", args=[upload.pk]) in page
    assert "正在写入" in page
    assert "排队中" in part
    assert "<html" not in part
    upload.refresh_from_db()
    for change in (
        lambda: recheck(by=by, at=NOW, upload=upload),
        lambda: committing.abandon(by=by, at=NOW, upload=upload),
    ):
        with pytest.raises(Refused, match="正在后台办理"):
            change()


def test_a_waiting_file_is_read_by_whoever_looks_later(client, by, nobody_works):
    client.force_login(by)

    page = client.get(send(client).url).content.decode()
    result = client.get(reverse("intake:result", args=[Upload.objects.get().pk]))

    assert "正在读取、核对" in page
    assert result.url == reverse("intake:preview", args=[Upload.objects.get().pk])
    assert Upload.objects.get().state == "reading"


def test_a_worker_killed_while_it_reads_leaves_the_file_to_be_read_again(
    client, by, nobody_works, monkeypatch
):
    client.force_login(by)
    send(client)
    upload = Upload.objects.get()
    progress = jobs.Progress(upload.job)
    said = {"upload_id": upload.pk, "at": NOW.isoformat()}

    with monkeypatch.context() as killed:
        killed.setattr(working, "stage", lambda *_: _kill())
        with pytest.raises(KeyboardInterrupt):
            working.read_upload(progress, **said)
    before = (Upload.objects.get().state, upload.rows.count())
    for _ in range(2):
        working.read_upload(progress, **said)

    assert before == ("reading", 0)
    assert (Upload.objects.get().state, upload.rows.count()) == ("staged", 3)


def test_data_that_moved_after_the_preview_fails_the_job_in_words(client, by):
    client.force_login(by)
    send(client)
    first = Upload.objects.get()
    send(client)
    second = Upload.objects.latest("pk")
    client.post(reverse("intake:commit", args=[first.pk]))

    page = client.post(reverse("intake:commit", args=[second.pk]), follow=True)

    assert Job.objects.latest("pk").state == "failed"
    assert "上次写入没有办成，一处也没有改" in page.content.decode()
    assert set(PlanLine.objects.values_list("upload_id", flat=True)) == {first.pk}


def test_a_large_file_that_cannot_be_read_is_closed_with_its_reason(client, by):
    client.force_login(by)

    page = client.get(send(client, b"a;b\n" * 5 + b'"x\n', "坏.csv").url, follow=True)

    upload = Upload.objects.get()
    assert upload.state == "abandoned"
    assert "文件没有读成" in page.content.decode()
    assert "引号" in upload.findings[0]["message"]


def test_rest_accepts_and_tells_how_the_job_stands(by, monkeypatch):
    api = APIClient()
    api.force_authenticate(by)
    file = SimpleUploadedFile("计划.xlsx", workbook([HEAD, *ROWS]))
    body = {"area_code": "370724", "year": 2024, "file": file}

    sent = api.post("/api/v1/imports/", body, format="multipart")
    problems = api.get(f"/api/v1/imports/{sent.json()['id']}/problems/").json()
    monkeypatch.setattr(jobs, "run", lambda _id: None)
    address = f"/api/v1/imports/{sent.json()['id']}/commit/"
    accepted = api.post(address, {}, format="json", headers={"Idempotency-Key": "c-1"})
    again = api.post(address, {}, format="json", headers={"Idempotency-Key": "c-1"})

    assert sent.json()["job"]["state"] == "done"
    assert problems["count"] == len(sent.json()["problems"])
    assert accepted.status_code == again.status_code == 202
    assert accepted.json()["job"]["state"] == "waiting"
    assert again.json() == accepted.json()
    assert not PlanLine.objects.exists()
    assert (
        committing.commit(by=by, at=NOW, on=TODAY, upload=Upload.objects.get()).result["new"] == 3
    )
