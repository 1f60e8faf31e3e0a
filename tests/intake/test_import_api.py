"""The same import over REST."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.permissions import Role
from intake.models import Upload
from renovation.models import PlanLine, Project
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.intake.builders import HEAD, LINQU, ROWS, workbook

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/imports/"


@pytest.fixture(autouse=True)
def linqu(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")


def caller(role=Role.BUREAU_HANDLER, area="370724"):
    client = APIClient()
    client.force_authenticate(UserFactory(role=role, role__area=area))
    return client


@pytest.fixture
def api():
    return caller()


def send(api, content, name="计划.xlsx", headers=None, **fields):
    values = {"area_code": "370724", "year": 2024, "file": SimpleUploadedFile(name, content)}
    return api.post(IMPORTS, values | fields, format="multipart", headers=headers or {})


def test_the_plan_of_linqu_is_uploaded_read_and_written(api):
    claim = "小区=16,户=1216,万㎡=13.85"

    sent = send(api, LINQU.read_bytes(), LINQU.name, claim=claim).json()
    rows = api.get(f"{IMPORTS}{sent['id']}/rows/").json()
    done = api.post(f"{IMPORTS}{sent['id']}/commit/", {}).json()

    assert sent["totals"]["area_m2"] == "138479.32"
    assert [claim["ties"] for claim in sent["claims"]] == [True] * 3
    assert (sent["closed_because"], sent["written"]) == ("", None)
    assert rows["count"] == 16
    assert rows["results"][5]["cells"]["6"] == "10000"
    assert (done["state"], done["written"]["new"]) == ("committed", 16)
    assert Project.objects.count() == 16


def test_committing_twice_and_with_the_same_key_writes_once(api):
    sent = send(api, workbook([HEAD, *ROWS])).json()
    address = f"{IMPORTS}{sent['id']}/commit/"

    first = api.post(address, {}, headers={"Idempotency-Key": "a"})
    replay = api.post(address, {}, headers={"Idempotency-Key": "a"})
    again = api.post(address, {})

    assert (first.status_code, replay.status_code, again.status_code) == (200, 200, 200)
    assert first.json() == replay.json()
    assert PlanLine.objects.count() == 3


def test_an_upload_with_the_same_key_is_kept_once(api):
    for _ in range(2):
        answer = send(api, workbook([HEAD, *ROWS]), headers={"Idempotency-Key": "b"})

    assert answer.status_code in {201, 422}
    assert Upload.objects.count() == 1


def test_wrong_cells_are_problems_and_committing_is_refused_with_each(api):
    sent = send(api, workbook([HEAD, [1, "甲", "城关街道", "两", -4, 3200]])).json()

    answer = api.post(f"{IMPORTS}{sent['id']}/commit/", {})

    assert [p["cell"] for p in sent["problems"] if p["severity"] == "refuse"] == ["D2", "E2"]
    assert answer.status_code == 400
    assert {error["attr"] for error in answer.json()["errors"]} == {"计划!D2", "计划!E2"}
    assert not Project.objects.exists()


def test_a_file_that_is_none_is_refused_and_not_kept(api):
    answer = send(api, b"hello", claim="长度=3")

    assert answer.status_code == 400
    assert {error["attr"] for error in answer.json()["errors"]} == {"claim", "file"}
    assert not Upload.objects.exists()


def test_a_conflict_is_decided_and_then_written(api):
    first = send(api, workbook([HEAD, *ROWS])).json()
    api.post(f"{IMPORTS}{first['id']}/commit/", {})
    PlanLine.objects.filter(project__name="甲小区").update(households=44)
    rows = [list(row) for row in ROWS]
    rows[0][4] = 41
    sent = send(api, workbook([HEAD, *rows])).json()
    address = f"{IMPORTS}{sent['id']}/"

    closed = api.post(f"{address}commit/", {})
    wrong = api.post(f"{address}decide/", {"row": 3, "key": "households", "choice": "file"})
    decided = api.post(f"{address}decide/", {"row": 2, "key": "households", "choice": "file"})
    done = api.post(f"{address}commit/", {})

    assert [(c["cell"], c["last"], c["now"], c["file"]) for c in sent["conflicts"]] == [
        ("E2", "40", "44", "41")
    ]
    assert (closed.status_code, wrong.status_code) == (400, 400)
    assert decided.json()["closed_because"] == ""
    assert done.status_code == 200
    assert PlanLine.objects.get(project__name="甲小区").households == 41


def test_a_plan_that_moved_is_a_conflict_until_compared_again(api):
    sent = send(api, workbook([HEAD, *ROWS])).json()
    other = send(api, workbook([HEAD, *ROWS])).json()
    api.post(f"{IMPORTS}{other['id']}/commit/", {})
    address = f"{IMPORTS}{sent['id']}/"

    moved = api.post(f"{address}commit/", {})
    fresh = api.post(f"{address}recheck/", {})

    assert moved.status_code == 409
    assert fresh.json()["rows"]["same"] == 3
    assert api.post(f"{address}commit/", {}).status_code == 200


def test_giving_up_ends_an_import(api):
    sent = send(api, workbook([HEAD, *ROWS])).json()

    api.post(f"{IMPORTS}{sent['id']}/abandon/", {})

    assert api.post(f"{IMPORTS}{sent['id']}/commit/", {}).status_code == 400
    assert api.get(IMPORTS, {"state": "abandoned"}).json()["count"] == 1
    assert api.get(IMPORTS, {"year": 2023}).json()["count"] == 0
    assert api.get(IMPORTS, {"area_code": "33"}).json()["count"] == 0


def test_outside_the_scope_there_is_nothing_and_without_the_right_it_is_refused(api):
    sent = send(api, workbook([HEAD, *ROWS])).json()
    address = f"{IMPORTS}{sent['id']}/"
    elsewhere, clerk = caller(area="330382"), caller(Role.STREET_CLERK, "370724001")

    assert elsewhere.get(address).status_code == 404
    for name in ("commit", "decide", "recheck", "abandon"):
        assert elsewhere.post(f"{address}{name}/", {}).status_code == 404
    assert send(elsewhere, workbook([HEAD, *ROWS])).status_code == 404
    assert elsewhere.get(IMPORTS).json()["count"] == 0
    assert clerk.get(address).status_code == 404
    assert clerk.post(f"{address}commit/", {}).status_code == 404
    assert send(clerk, workbook([HEAD, *ROWS])).status_code == 404
    assert APIClient().get(IMPORTS).status_code == 401
