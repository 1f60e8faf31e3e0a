"""A paper out of time, twice, or of a household elsewhere: refused, the form kept as typed."""

import pytest
from django.urls import reverse

from approvals.models import Paper, RunningTally
from tests.factories.approvals import open_round_for, project_with_homes, units_of
from tests.factories.districts import build_homes
from tests.factories.renovation import OTHER_STREET, clerk

pytestmark = pytest.mark.django_db

TYPED = {"proxy": "李明华", "signed_on": "2024-06-19", "channel": "paper", "client_id": "t1"}


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def round_():
    return open_round_for(project_with_homes(buildings=2))


def send(client, round_, unit_pk, **fields):
    values = TYPED | {"unit": unit_pk, "answer_renovate": "against"} | fields
    return client.post(reverse("approvals:sheet", args=[round_.pk]), values)


def kept(html):
    return all(text in html for text in ('value="李明华"', 'value="2024-06-19"'))


def returned(round_):
    return RunningTally.objects.get(round=round_, building="").returned_units


@pytest.mark.parametrize(
    ("received_at", "words"),
    [
        ("2024-06-13T08:59", "收到时间 06-13 08:59 不在征询期内"),
        ("2024-06-24T18:01", "06-13 09:00 至 06-24 18:00"),
    ],
)
def test_a_paper_outside_the_period_names_the_period_and_keeps_the_form(
    client, round_, received_at, words
):
    client.force_login(clerk())

    answer = send(client, round_, units_of(round_)[0].pk, received_at=received_at)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "确是逾期收到的不计票，到“票据保管”按逾期作废" in html
    assert kept(html)
    assert f'value="{received_at}"' in html
    assert (Paper.objects.count(), returned(round_)) == (0, 0)


def test_the_second_paper_of_a_household_says_who_was_first_and_keeps_the_form(client, round_):
    first, unit = clerk(), units_of(round_)[0]
    client.force_login(first)
    send(client, round_, unit.pk, answer_renovate="agree", proxy="")
    client.force_login(clerk())

    answer = send(client, round_, unit.pk, client_id="t2")

    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"已由{first}于 06-20 21:14 录入（同意）" in html
    assert kept(html)
    assert (Paper.objects.count(), returned(round_)) == (1, 1)


@pytest.mark.parametrize("elsewhere", ["another street", "another round", "nowhere", "²"])
def test_a_household_of_elsewhere_is_refused_and_the_form_kept(client, round_, elsewhere):
    pk = {"nowhere": 0, "²": "²"}.get(elsewhere)
    if pk is None:
        street = {"community__street__code": OTHER_STREET} if elsewhere == "another street" else {}
        other = open_round_for(project_with_homes(**street))
        foreign = units_of(other)[0]
        pk = foreign.pk
    client.force_login(clerk())

    answer = send(client, round_, pk)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "这一户不在本轮名册里" in html
    assert "请核对表头的小区、轮次和房号" in html
    assert kept(html)
    assert not Paper.objects.exists()
    if elsewhere == "another street":
        assert foreign.serial not in html


def test_the_script_is_told_the_same_in_words(client, round_):
    other = open_round_for(project_with_homes())
    client.force_login(clerk())

    answer = client.post(
        reverse("approvals:sheet", args=[round_.pk]),
        TYPED | {"unit": units_of(other)[0].pk, "answer_renovate": "agree"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert [p["code"] for p in answer.json()["problems"]] == ["not_on_roll"]


def test_the_clerk_of_another_street_gets_no_sheet_at_all(client, round_):
    client.force_login(clerk(OTHER_STREET))

    assert send(client, round_, units_of(round_)[0].pk).status_code == 404
    assert not Paper.objects.exists()


def test_a_paper_that_waited_in_another_persons_browser_is_not_taken_as_ones_own(client, round_):
    client.force_login(clerk())

    answer = send(client, round_, units_of(round_)[0].pk, proxy="", typist="1")

    assert answer.status_code == 401
    assert "请用原来的账号登录后再上传" in answer.json()["problems"][0]["message"]
    assert not Paper.objects.exists()


def test_more_signatures_than_owners_are_told_beside_what_was_typed(client, round_):
    client.force_login(clerk())

    answer = send(client, round_, units_of(round_)[0].pk, signers="3")

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "表上有 3 人以业主签名，名册上这套房的业主只有 1 人" in html
    assert "业主确有变更的，先到“楼栋住户”更正" in html
    assert kept(html)
    assert not Paper.objects.exists()


def test_a_home_registered_after_the_opening_is_not_found_on_the_sheet(client, round_):
    build_homes(round_.project.community, count=1, building="9")
    client.force_login(clerk())
    address = reverse("approvals:locate", args=[round_.pk])

    answer = client.get(address, {"q": "9-1-101"}, follow=True)

    assert (
        "没有找到“9-1-101”：它不是本轮的票号，可能是别的小区或上一轮的表" in answer.content.decode()
    )


def test_a_superseded_paper_is_not_corrected_from_a_page_left_open(client, round_):
    client.force_login(clerk())
    send(client, round_, units_of(round_)[0].pk, proxy="")
    old = Paper.objects.get()
    address = reverse("approvals:correct", args=[old.pk])
    said = {"answer_renovate": "agree", "reason": "看错一行"}
    assert client.post(address, said).status_code == 302

    late = client.post(address, said | {"answer_renovate": "abstain"})

    assert late.status_code in {409, 422}
    assert "已经更正或撤回过，请刷新后再办" in late.content.decode()
    assert Paper.objects.get(live=True).answers.get().choice == "agree"
    assert Paper.objects.count() == 2
