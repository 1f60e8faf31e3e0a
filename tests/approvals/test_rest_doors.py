"""Doors, mandates, scans and piles over REST: what the pages do, each once by its key."""

import pytest
from rest_framework.test import APIClient

from approvals.models import Batch, Delivery, Mandate, Scan, Visit
from tests.factories.approvals import fill, open_round_for, project_with_homes, units_of
from tests.factories.renovation import OTHER_STREET, clerk, handler
from tests.factories.scans import jpeg, of_units, page, pdf

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def demonstration_evening(settings, tmp_path):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    settings.MEDIA_ROOT = tmp_path


def client_of(user):
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def by():
    return clerk()


@pytest.fixture
def round_(by):
    return open_round_for(project_with_homes(homes=6), by=by)


@pytest.fixture
def client(by):
    return client_of(by)


def twice(client, path, body, form="json"):
    """The first answer of a request that is sent twice under one key."""
    sent = [
        client.post(API + path, body(), format=form, headers={"Idempotency-Key": f"k{path}"})
        for _ in range(2)
    ]
    assert sent[0].status_code < 300, sent[0].content
    assert sent[1].headers["Idempotency-Replayed"] == "true"
    assert sent[0].json() == sent[1].json()
    return sent[0].json()


def test_calls_and_deliveries_are_written_down_once(client, round_):
    first, second, *_ = units_of(round_)
    place = f"/rounds/{round_.pk}"
    call = {"serials": [first.serial], "outcome": "nobody", "note": "灯亮"}
    made = twice(client, f"{place}/visits/", lambda: call)
    assert [row["serial"] for row in made] == [first.serial]
    assert Visit.objects.count() == 1
    away = {"serial": second.serial, "reason": "长期无人"}
    assert twice(client, f"{place}/undelivered/", lambda: away)["reason"] == "长期无人"
    assert twice(client, f"{place}/deliver/", lambda: {"building": "1"}) == {"delivered": 5}
    back = {"serial": second.serial, "clear": True}
    assert client.post(f"{API}{place}/undelivered/", back, format="json").json()["reason"] == ""
    assert not Delivery.objects.exists()
    listed = client.get(f"{API}{place}/visits/").json()
    assert (listed["count"], listed["results"][-1]["outcome"]) == (6, "nobody")
    wrong = {"serials": ["ZQ9-1"], "outcome": "nobody"}
    refused = client.post(f"{API}{place}/visits/", wrong, format="json")
    assert [error["code"] for error in refused.json()["errors"]] == ["not_on_roll"]


def test_a_mandate_is_given_used_and_ended(client, round_):
    unit = units_of(round_)[0]

    def body():
        return {
            "round": round_.pk,
            "serial": unit.serial,
            "agent": "李建华",
            "signed_on": "2024-06-18",
            "upload": jpeg(page(), "委托书.jpg"),
        }

    made = twice(client, "/mandates/", body, "multipart")
    assert (made["agent_masked"], made["papers"]) == ("李*华", [])
    paper = {"round": round_.pk, "serial": unit.serial, "answers": {"renovate": "agree"}}
    paper = client.post(f"{API}/papers/", paper | {"proxy": "李建华"}, format="json").json()
    assert paper["mandate"] == made["id"]
    assert client.get(f"{API}/mandates/{made['id']}/").json()["papers"] == [paper["id"]]
    end = f"{API}/mandates/{made['id']}/end/"
    used = client.post(end, {"reason": "业主收回"}, format="json")
    assert [error["code"] for error in used.json()["errors"]] == ["used"]
    client.post(f"{API}/papers/{paper['id']}/withdraw/", {"reason": "业主收回"}, format="json")
    assert client.post(end, {"reason": "业主收回"}, format="json").json()["ended_at"]
    assert Mandate.objects.count() == 1


def test_a_pile_of_scans_is_read_matched_and_set_aside(client, by, round_):
    one, two, *_ = units_of(round_)
    fill(round_, by, agree=2)
    pile = pdf([*of_units(one), page(), page()]).read()

    def body():
        again = pdf([page()])
        again.file.seek(0)
        again.file.truncate()
        again.file.write(pile)
        again.file.seek(0)
        again.size = len(pile)
        return {"round": round_.pk, "files": [again]}

    job = twice(client, "/scans/", body, "multipart")
    assert client.get(f"{API}/jobs/{job['id']}/").json()["result"]["matched"] == 1
    rows = client.get(f"{API}/scans/", {"round": round_.pk}).json()["results"]
    assert [row["serial"] for row in rows] == [one.serial, "", ""]
    match, address = (
        {"serial": two.serial, "leaf": 2, "leaves": 2},
        f"/scans/{rows[1]['id']}/match/",
    )
    beyond = client.post(API + address, {**match, "leaf": 3}, format="json")
    assert (beyond.status_code, beyond.json()["errors"][0]["code"]) == (400, "leaf")
    matched = twice(client, address, lambda: match)
    assert (matched["serial"], matched["leaf"], matched["leaves"]) == (two.serial, 2, 2)
    aside = twice(client, f"/scans/{rows[2]['id']}/aside/", lambda: {"reason": "空白页"})
    assert aside["aside"] == "空白页"
    assert Scan.objects.exclude(unit=None).count() == 2


def test_a_pile_of_papers_is_counted_and_handed_in(client, by, round_):
    body = {"round": round_.pk, "building": "1", "hand": {"renovate": {"agree": 0}}}
    made = twice(client, "/batches/", lambda: body)
    assert (made["number"], made["total"]) == (1, 0)
    assert twice(client, f"/batches/{made['id']}/submit/", dict)["submitted_at"]
    assert Batch.objects.get().submitted_by == by


def test_others_neither_see_nor_write_any_of_it(round_):
    unit = units_of(round_)[0]
    call = {"serials": [unit.serial], "outcome": "nobody"}
    address = f"{API}/rounds/{round_.pk}/visits/"
    assert client_of(clerk(OTHER_STREET)).post(address, call, format="json").status_code == 404
    assert client_of(handler()).post(address, call, format="json").status_code == 403
    for name in ("mandates", "scans", "batches"):
        assert client_of(clerk(OTHER_STREET)).get(f"{API}/{name}/").json()["count"] == 0
