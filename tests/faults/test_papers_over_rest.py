"""A paper that does not belong, over REST: refused in a clerk's words, nothing lost."""

from datetime import timedelta

import pytest
from django.db import connection

from approvals.models import Paper, RunningTally
from approvals.services import papers
from common.clock import real_now
from tests.factories.approvals import (
    DURING,
    entry,
    open_round_for,
    project_with_homes,
    units_of,
)
from tests.factories.districts import OwnerFactory, build_homes, own
from tests.factories.renovation import OTHER_STREET, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def round_():
    return open_round_for(project_with_homes(homes=4))


@pytest.fixture
def send(client, round_):
    """Send one paper as this street's clerk; the whole answer."""
    client.force_login(clerk())

    def post(serial, key="", **fields):
        body = {"round": round_.pk, "serial": serial, "answers": {"renovate": "agree"}} | fields
        headers = {"Idempotency-Key": key} if key else {}
        return client.post(
            "/api/v1/papers/", body, content_type="application/json", headers=headers
        )

    return post


def words(answer):
    return "；".join(one["detail"] for one in answer.json()["errors"])


def untouched(round_, papers=0):
    whole = RunningTally.objects.whole().get(round=round_)
    return Paper.objects.filter(round=round_).count() == whole.returned_units == papers


@pytest.mark.parametrize("elsewhere", ["another round", "another community", "unknown"])
def test_a_serial_that_is_not_of_this_round_is_named_with_what_to_check(round_, send, elsewhere):
    if elsewhere == "unknown":
        serial = "ZQ9-99-999"
    else:
        street = {"community__street__code": OTHER_STREET} if elsewhere != "another round" else {}
        homes = project_with_homes(homes=6, **street)
        serial = units_of(open_round_for(homes))[5].serial
    answer = send(serial)
    assert answer.status_code == 400
    assert f"票号 {serial} 不在本轮名册里，可能是别的小区、别的街道或上一轮的表" in words(answer)
    assert "请核对表头的小区、轮次和房号" in words(answer)
    assert untouched(round_)


def test_somebody_who_is_not_on_the_roll_is_a_stranger(round_, send):
    build_homes(round_.project.community, count=1, building="9")  # registered after the opening
    answer = send("ZQ2-01-005")
    assert "不在本轮名册里" in words(answer)
    assert untouched(round_)


@pytest.mark.parametrize(
    ("received", "said"),
    [
        ("2024-06-13T08:59:59+08:00", "不在征询期内"),
        ("2024-06-24T18:00:01+08:00", "不在征询期内"),
        ("2024-06-20T21:15:00+08:00", "还没有到"),  # the clerk's clock is fast
    ],
)
def test_a_paper_out_of_time_or_by_a_wrong_clock_names_the_period(round_, send, received, said):
    serial = units_of(round_)[0].serial
    answer = send(serial, received_at=received)
    assert answer.status_code == 400
    assert said in words(answer)
    assert untouched(round_)


def test_more_signatures_than_owners_is_refused_and_as_many_is_not(round_, client):
    project = project_with_homes(homes=2)
    (home,) = build_homes(project.community, count=1, building="2", owned=False)
    own(home, OwnerFactory(), OwnerFactory())
    shared = open_round_for(project)
    unit = units_of(shared)[-1]
    client.force_login(clerk())
    body = {"round": shared.pk, "serial": unit.serial, "answers": {"renovate": "agree"}}
    ask = {"content_type": "application/json"}
    answer = client.post("/api/v1/papers/", body | {"signers": 3}, **ask)
    assert answer.status_code == 400
    assert "表上有 3 人以业主签名，名册上这套房的业主只有 2 人" in words(answer)
    assert untouched(shared)
    assert client.post("/api/v1/papers/", body | {"signers": 2}, **ask).status_code == 201
    assert Paper.objects.get(round=shared).signers == 2


def test_a_paper_that_was_superseded_cannot_be_corrected_again(round_, send, client):
    first = send(units_of(round_)[0].serial).json()["id"]
    said = {"answers": {"renovate": "against"}, "reason": "录错"}
    address = f"/api/v1/papers/{first}/correct/"
    assert client.post(address, said, content_type="application/json").status_code == 200
    again = client.post(address, said, content_type="application/json")
    assert again.status_code == 409
    assert "已经更正或撤回过，请刷新后再办" in words(again)
    assert Paper.objects.filter(round=round_, live=True).count() == 1


def test_a_double_click_and_a_second_tab_make_one_paper(round_, send):
    serial = units_of(round_)[0].serial
    clicks = [send(serial, key="k1", client_id="c1") for _ in range(2)]
    tab = send(serial, key="k2", client_id="c1")  # the same sending, another tab's key
    assert {one.json()["id"] for one in (*clicks, tab)} == {clicks[0].json()["id"]}
    other = send(serial, key="k3", client_id="c2")
    assert other.status_code == 409
    assert "的意见表已由" in words(other)
    assert untouched(round_, papers=1)


def test_the_servers_own_clock_decides_however_wrong_the_clerks_is(round_, send):
    answer = send(units_of(round_)[0].serial)
    made = Paper.objects.get(pk=answer.json()["id"])
    assert made.received_at == made.entered_at == DURING
    assert abs(made.entered_at - real_now()) > timedelta(days=1)  # the demonstration's evening


@pytest.mark.django_db(transaction=True)
def test_a_database_that_restarts_between_two_papers_loses_neither(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    round_, by = open_round_for(project_with_homes(homes=4)), clerk()
    first, second = units_of(round_)[:2]
    papers.record_paper(by=by, at=DURING, round_=round_, unit=first, entry=entry(client_id="a"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    ending = connection.copy()
    with ending.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    ending.close()
    with pytest.raises(Exception, match=r"terminating|closed|SSL|server"):
        papers.record_paper(
            by=by, at=DURING, round_=round_, unit=second, entry=entry(client_id="b")
        )
    connection.close()  # as the next request does
    for unit, number in ((first, "a"), (second, "b")):  # the browser sends what was not confirmed
        papers.record_paper(
            by=by, at=DURING, round_=round_, unit=unit, entry=entry(client_id=number)
        )
    assert untouched(round_, papers=2)
