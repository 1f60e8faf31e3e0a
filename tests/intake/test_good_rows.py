"""Good rows now, the rest held: of a roll, from the page, over REST, by command and as a job."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from accounts.permissions import Role
from districts.models import ExclusiveUnit
from intake.models import Upload
from intake.services import committing, working
from records.models import Job
from records.services import jobs
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory
from tests.factories.renovation import NOW
from tests.intake.builders import LINQU, workbook
from tests.intake.test_household_roll import HEAD, staged

SCHEMA = json.loads(
    (LINQU.parents[2] / "docs" / "schemas" / "import-plan.json").read_text(encoding="utf-8")
)
ROWS = [
    [1, "1号楼", "1单元", 101, "住宅", 86.42, "李大山", None, None],
    [2, "1号楼", "1单元", 102, "仓库", 75.1, "赵平", None, None],
    [3, "1号楼", "1单元", 201, "住宅", 75.1, "孙海", None, None],
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def clerk():
    return UserFactory(username="liu", role=Role.STREET_CLERK, role__area="370724001")


@pytest.fixture
def community():
    return CommunityFactory(name="凤凰小区")


@pytest.fixture
def two_rows_are_many(monkeypatch):
    monkeypatch.setattr(working, "MOST_AT_ONCE", 2)


def effects(upload):
    return list(upload.rows.values_list("effect", flat=True))


def test_the_page_offers_the_good_rows_writes_them_and_shows_what_waits(client, clerk, community):
    client.force_login(clerk)
    upload = staged(clerk, community, ROWS)

    before = client.get(reverse("intake:preview", args=[upload.pk])).content.decode()
    after = client.post(reverse("intake:commit_good", args=[upload.pk]), follow=True)
    page = after.content.decode()

    assert "先写入无误的 2 行" in before
    assert "无误的各行已写入，还有 1 行待改。" in page
    assert "先写入无误的" not in page
    assert effects(upload) == ["written", "refused", "written"]
    assert ExclusiveUnit.objects.count() == 2


def test_over_rest_the_answer_counts_what_is_held(clerk, community):
    api = APIClient()
    api.force_authenticate(clerk)
    upload = staged(clerk, community, ROWS)

    answer = api.post(f"/api/v1/imports/{upload.pk}/commit-good/")
    again = api.post(f"/api/v1/imports/{upload.pk}/commit-good/")

    assert answer.status_code == 200
    assert (answer.json()["written"]["new"], answer.json()["written"]["held"]) == (2, 1)
    assert again.status_code == 400
    assert "没有一行可以写入" in again.content.decode()


def test_the_command_writes_the_good_rows_and_says_that_others_wait(
    capsys, tmp_path, clerk, community
):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([HEAD, *ROWS]))
    said = (str(path), "--kind", "household_roll", "--subject", community.code, "--as", "liu")

    with pytest.raises(SystemExit):
        call_command("import_plan", *said, "--commit", "--json")
    refused = json.loads(capsys.readouterr().out)
    call_command("import_plan", *said, "--commit", "--good-rows", "--json")
    answer = json.loads(capsys.readouterr().out)

    Draft202012Validator(SCHEMA).validate(answer)
    assert (refused["status"], refused["written"]) == ("refused", None)
    assert answer["status"] == "partly"
    assert (answer["written"]["new"], answer["written"]["held"]) == (2, 1)
    assert answer["rows"]["rejected"] == 1
    assert Upload.objects.get(pk=answer["written"]["upload"]).state == "staged"


def test_a_large_roll_is_written_by_a_job_and_the_rest_waits_on_its_preview(
    client, clerk, community, two_rows_are_many
):
    client.force_login(clerk)
    upload = staged(clerk, community, ROWS)

    page = client.post(reverse("intake:commit_good", args=[upload.pk]), follow=True)

    job = Job.objects.get()
    assert (job.kind, job.state) == ("import.commit_good", "done")
    assert job.result["url"] == reverse("intake:preview", args=[upload.pk])
    assert "还有 1 行待改" in page.content.decode()
    assert effects(upload) == ["written", "refused", "written"]


def test_while_the_job_waits_its_page_says_so_and_a_second_click_asks_for_no_other(
    client, clerk, community, two_rows_are_many, monkeypatch
):
    monkeypatch.setattr(jobs, "run", lambda _id: None)
    client.force_login(clerk)
    upload = staged(clerk, community, ROWS)

    for _ in range(2):
        page = client.post(reverse("intake:commit_good", args=[upload.pk]), follow=True)

    assert Job.objects.count() == 1
    assert "正在后台写入无误的各行" in page.content.decode()
    assert not ExclusiveUnit.objects.exists()


def test_a_worker_killed_in_the_middle_leaves_no_home_and_the_job_taken_up_again_writes_once(
    clerk, community, two_rows_are_many, monkeypatch
):
    monkeypatch.setattr(jobs, "run", lambda _id: None)
    upload = working.confirm_good(
        by=clerk, at=NOW, on=NOW.date(), upload=staged(clerk, community, ROWS)
    )
    said = {"upload_id": upload.pk, "at": NOW.isoformat(), "on": NOW.date().isoformat()}
    killed = Killed(upload.job, after=9)

    with pytest.raises(KeyboardInterrupt):
        working.write_good_rows(killed, **said)
    assert (ExclusiveUnit.objects.count(), effects(upload)) == (0, ["new", "refused", "new"])
    for _ in range(2):
        working.write_good_rows(Killed(upload.job, after=10), **said)

    assert effects(upload) == ["written", "refused", "written"]
    assert ExclusiveUnit.objects.count() == 2


def test_the_whole_commit_killed_in_the_middle_leaves_nothing(clerk, community):
    rows = [ROWS[0], ROWS[2]]
    upload = staged(clerk, community, rows)

    def tell(tenths, _message):
        if tenths == 9:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        committing.commit(by=clerk, at=NOW, on=NOW.date(), upload=upload, accept="看过", tell=tell)

    upload.refresh_from_db()
    assert (upload.state, ExclusiveUnit.objects.count()) == ("staged", 0)


class Killed(jobs.Progress):
    """A worker that is gone once so many tenths are done."""

    def __init__(self, job, after):
        super().__init__(job)
        self.after = after

    def step_aside(self, done, message=""):
        if done >= self.after:
            raise KeyboardInterrupt
