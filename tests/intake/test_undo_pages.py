"""Undo in the browser and over REST: foreseen, done with a reason, shown afterwards."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from intake.services.committing import commit
from intake.services.examining import Request
from intake.services.uploads import upload_plan
from renovation.models import PlanLine
from tests.factories.renovation import NOW, TODAY, handler, street
from tests.intake.builders import HEAD, ROWS, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def linqu(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    street()
    street("370724002")


@pytest.fixture
def by():
    return handler()


def written(by, households=40, claim=""):
    rows = [list(row) for row in ROWS]
    rows[0][4] = households
    upload = upload_plan(
        by=by,
        at=NOW,
        request=Request("370724", 2024, claim),
        document_no="",
        title="",
        name="计划.xlsx",
        content=workbook([HEAD, *rows]),
    )
    return commit(by=by, at=NOW, on=TODAY, upload=upload)


def test_the_page_foresees_asks_for_a_reason_and_keeps_what_came_of_it(client, by):
    written(by)
    upload = written(by, 44)
    PlanLine.objects.filter(project__name="甲小区").update(households=45)
    client.force_login(by)
    address = reverse("intake:undo", args=[upload.pk])

    result = client.get(reverse("intake:result", args=[upload.pk])).content.decode()
    foreseen = client.get(address).content.decode()
    refused = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "传错了"}, follow=True).content.decode()
    after = client.get(reverse("intake:result", args=[upload.pk])).content.decode()

    assert address in result
    assert "E2" in foreseen
    assert "导入后又有改动" in foreseen
    assert refused.status_code == 422
    assert "请写明撤销的原因" in refused.content.decode()
    assert "已撤销" in done
    assert 'name="reason"' not in done
    assert "传错了" in after


def test_what_goes_back_is_said_in_words(client, by):
    written(by, claim="户=120")
    upload = written(by, 44, claim="户=124")
    client.force_login(by)

    page = client.get(reverse("intake:undo", args=[upload.pk])).content.decode()

    assert "户 120" in page
    assert "户 124" in page
    assert "stated" not in page


def test_the_page_says_which_import_goes_first(client, by):
    first = written(by)
    second = written(by, 44)
    client.force_login(by)

    page = client.get(reverse("intake:undo", args=[first.pk])).content.decode()

    assert f"请先撤销导入 {second.pk}" in page
    assert 'name="reason"' not in page


def test_rest_foresees_takes_back_and_answers_the_same_key_again(by):
    upload = written(by)
    api = APIClient()
    api.force_authenticate(by)
    address = f"/api/v1/imports/{upload.pk}/undo/"
    key = {"Idempotency-Key": "undo-1"}

    foreseen = api.get(address).json()
    nameless = api.post(address, {}, format="json")
    done = api.post(address, {"reason": "传错了"}, format="json", headers=key)
    again = api.post(address, {"reason": "传错了"}, format="json", headers=key)
    after = api.get(address).json()

    assert foreseen["counts"] == {"failed": 0, "kept": 0, "reversed": 10}
    assert nameless.status_code == 400
    assert (done.status_code, done.json()["state"]) == (200, "undone")
    assert again.json() == done.json() == after
    assert not PlanLine.objects.exists()
    assert api.get(f"/api/v1/imports/{upload.pk}/").json()["state"] == "undone"


def test_an_import_that_has_nothing_to_take_back_offers_no_button(client, by):
    written(by)
    upload = written(by)
    client.force_login(by)
    address = reverse("intake:undo", args=[upload.pk])

    page = client.get(address).content.decode()
    tried = client.post(address, {"reason": "传错了"})

    assert "现在没有可以撤回的内容" in page
    assert 'name="reason"' not in page
    assert tried.status_code == 422
    upload.refresh_from_db()
    assert upload.state == "committed"
