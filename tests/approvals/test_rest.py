"""The same path over REST: same services, same refusals, each write once by its key."""

import pytest
from rest_framework.test import APIClient

from approvals.models import Paper, Round
from policies.rules.vocabulary import CHANNELS
from tests.factories.approvals import (
    fill,
    open_round_for,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.renovation import OTHER_STREET, clerk, handler
from tests.factories.scans import jpeg, page

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


def client_of(user):
    client = APIClient()
    client.force_login(user)
    return client


def codes(answer):
    return {(error["attr"], error["code"]) for error in answer.json()["errors"]}


def test_a_round_runs_from_opening_to_confirmation(settings):
    project = project_with_homes()
    client = client_of(clerk())
    body = {
        "project": project.pk,
        "key": "second",
        "closes_at": "2024-06-24T18:00:00+08:00",
        "organiser": "城关街道办事处",
    }
    made = client.post(f"{API}/rounds/", body, format="json")
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    roll = client.get(f"{API}/rounds/{number}/roll/").json()
    rows = roll["results"]
    assert rows[0]["serial"].endswith("-001")
    for row in rows:
        answer = client.post(
            f"{API}/papers/",
            {"round": number, "serial": row["serial"], "answers": {"renovate": "agree"}},
            format="json",
        )
        assert answer.status_code == 201, answer.content
    tally = client.get(f"{API}/rounds/{number}/tally/").json()
    assert tally["matters"][0]["passed"] is True
    assert tally["matters"][0]["tests"][1]["needed"] == "320.00"
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    hand = {"renovate": {"agree": 5, "against": 0, "abstain": 0, "invalid": 0}}
    refused = client.post(f"{API}/rounds/{number}/close/", {"hand_counts": hand}, format="json")
    assert refused.status_code == 400
    assert codes(refused) == {("hand_renovate_agree", "hand_count")}
    hand["renovate"]["agree"] = 6
    assert (
        client.post(
            f"{API}/rounds/{number}/close/", {"hand_counts": hand}, format="json"
        ).status_code
        == 200
    )
    assert client.post(f"{API}/rounds/{number}/confirm/").status_code == 403
    done = client_of(reviewer()).post(f"{API}/rounds/{number}/confirm/")
    assert done.status_code == 200
    assert done.json()[0]["passed"] is True
    assert Round.objects.get(pk=number).state == "confirmed"


def test_the_same_key_records_one_paper():
    round_ = open_round_for(project_with_homes())
    unit = units_of(round_)[0]
    client = client_of(clerk())
    body = {"round": round_.pk, "serial": unit.serial, "answers": {"renovate": "agree"}}
    first = client.post(f"{API}/papers/", body, format="json", headers={"Idempotency-Key": "k1"})
    again = client.post(f"{API}/papers/", body, format="json", headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Paper.objects.count() == 1
    other = client.post(f"{API}/papers/", body, format="json", headers={"Idempotency-Key": "k2"})
    assert other.status_code == 409


def test_a_paper_is_refused_with_every_reason():
    round_ = open_round_for(project_with_homes())
    unit = units_of(round_)[0]
    client = client_of(clerk())
    body = {
        "round": round_.pk,
        "serial": unit.serial,
        "answers": {"renovate": "invalid"},
        "channel": "telephone",
        "received_at": "2024-06-01T08:00:00+08:00",
    }
    answer = client.post(f"{API}/papers/", body, format="json")
    assert codes(answer) == {
        ("channel", "channel"),
        ("received_at", "outside_period"),
        ("reason_renovate", "reason_needed"),
    }
    unknown = client.post(f"{API}/papers/", body | {"serial": "ZQ9-1"}, format="json")
    assert codes(unknown) == {("unit", "not_on_roll")}
    assert "telephone" in CHANNELS


def test_papers_are_filtered_corrected_and_withdrawn():
    round_ = open_round_for(project_with_homes(buildings=2))
    fill(round_, agree=8)
    client = client_of(clerk())
    page = client.get(f"{API}/papers/", {"round": round_.pk, "building": "2"}).json()
    assert page["count"] == 2
    number = page["results"][0]["id"]
    new = client.post(
        f"{API}/papers/{number}/correct/",
        {"answers": {"renovate": "against"}, "reason": "看错一行"},
        format="json",
    )
    assert new.status_code == 200
    gone = client.post(
        f"{API}/papers/{new.json()['id']}/withdraw/", {"reason": "录错户"}, format="json"
    )
    assert gone.json()["withdrawn"] is True
    live = client.get(f"{API}/papers/", {"round": round_.pk, "live": "true"}).json()
    assert live["count"] == 7


def test_another_street_sees_nothing_and_learns_nothing():
    round_ = open_round_for(project_with_homes())
    unit = units_of(round_)[0]
    client = client_of(clerk(OTHER_STREET))
    assert client.get(f"{API}/rounds/").json()["count"] == 0
    assert client.get(f"{API}/rounds/{round_.pk}/tally/").status_code == 404
    body = {"round": round_.pk, "serial": unit.serial, "answers": {"renovate": "agree"}}
    assert client.post(f"{API}/papers/", body, format="json").status_code == 404
    assert client_of(handler()).post(f"{API}/papers/", body, format="json").status_code == 403


def test_notices_and_objections_over_rest():
    project = project_with_homes(at="notice")
    client = client_of(clerk())
    body = {
        "project": project.pk,
        "key": "design",
        "posted_on": "2024-06-13",
        "title": "公示书",
        "body": "现予公示。",
        "where_posted": "公告栏",
        "contact": "北苑社区",
    }
    made = client.post(f"{API}/notices/", body, format="json")
    assert made.json()["last_day"] == "2024-06-24"
    assert client.post(f"{API}/notices/", body, format="json").status_code == 400
    row = client.post(
        f"{API}/objections/",
        {
            "notice": made.json()["id"],
            "received_on": "2024-06-17",
            "raised_by": "王建国",
            "matter": "屋面做法",
        },
        format="json",
    ).json()
    assert row["raised_by"] == "王*国"
    address = f"{API}/objections/{row['id']}"
    client.post(f"{address}/mediate/", {"mediator": "北苑社区", "on": "2024-06-17"}, format="json")
    client.post(
        f"{address}/answer/",
        {"answered_by": "城关街道", "on": "2024-06-18", "reply": "已协商"},
        format="json",
    )
    done = client.post(
        f"{address}/settle/",
        {"outcome": "mediated", "settled_on": "2024-06-18", "upload": jpeg(page())},
        format="multipart",
    )
    assert (done.json()["outcome"], done.json()["reply"]) == ("mediated", "已协商")
    stages = [act["stage"] for act in done.json()["acts"]]
    assert stages == ["received", "mediated", "answered", "settled"]


def test_review_acceptance_and_handover_over_rest():
    project = project_with_homes(at="review")
    client = client_of(handler())
    made = client.post(
        f"{API}/reviews/",
        {"project": project.pk, "key": "joint", "accepted_on": "2024-06-19"},
        format="json",
    ).json()
    for opinion in made["opinions"]:
        client.post(
            f"{API}/reviews/{made['id']}/opinion/",
            {
                "opinion": opinion["id"],
                "view": "agree",
                "signatory": "李工",
                "given_on": "2024-06-20",
            },
            format="json",
        )
    conclude = {"passed": True, "conclusion": "同意", "concluded_on": "2024-06-20"}
    done = client.post(f"{API}/reviews/{made['id']}/conclude/", conclude, format="json")
    assert done.json()["state"] == "agreed"

    other = project_with_homes(at="accept")
    client = client_of(clerk())
    made = client.post(
        f"{API}/acceptances/",
        {"project": other.pk, "held_on": "2024-06-19", "owners": ["王建国", "李秀兰"]},
        format="json",
    ).json()
    problem = client.post(
        f"{API}/acceptances/{made['id']}/problem/",
        {"part": "屋面", "finding": "起鼓", "due_on": "2024-06-28"},
        format="json",
    ).json()
    for party in made["parties"]:
        client.post(
            f"{API}/acceptances/{made['id']}/sign/",
            {
                "party": party["id"],
                "verdict": "pass",
                "signatory": "王建国",
                "signed_on": "2024-06-20",
            },
            format="json",
        )
    address = f"{API}/acceptances/{made['id']}/conclude/"
    assert client.post(address, conclude, format="json").status_code == 400
    client.post(
        f"{API}/acceptances/{made['id']}/fix/",
        {"problem": problem["id"], "fixed_on": "2024-06-20"},
        format="json",
    )
    assert client.post(address, conclude, format="json").json()["state"] == "passed"

    third = project_with_homes(at="handover")
    items = client.post(f"{API}/handover/", {"project": third.pk}, format="json").json()
    done = client.post(
        f"{API}/handover/{items[0]['id']}/receive/",
        {"received_on": "2024-06-20", "signatory": "张工"},
        format="json",
    )
    assert done.json()["signatory"] == "张工"
