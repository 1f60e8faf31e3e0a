"""The pages: what is refused comes back as typed, outside scope is 404, without the right 403."""

import json

import pytest
from django.urls import reverse

from accounts.permissions import Role
from approvals.models import Acceptance, Batch, Notice, Paper, Review, Round
from approvals.services.acceptance_calling import open_acceptance
from approvals.services.review_opening import open_review
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    DURING,
    fill,
    open_round_for,
    project_with_homes,
    reviewer,
    settled_round,
    units_of,
)
from tests.factories.renovation import OTHER_STREET, clerk, handler

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def round_():
    return open_round_for(project_with_homes(buildings=2))


def signed_in(client, user):
    client.force_login(user)
    return client


def sheet(round_):
    return reverse("approvals:sheet", args=[round_.pk])


def paper(unit, choice="agree", **more):
    return {"unit": unit.pk, "answer_renovate": choice, "client_id": f"c{unit.pk}", **more}


def as_json(client, round_, body):
    return client.post(sheet(round_), body, headers={"Accept": "application/json"})


def test_the_list_shows_rounds_in_scope_only(client, round_):
    page = signed_in(client, clerk()).get(reverse("approvals:round_list")).content.decode()
    assert round_.project.name in page
    client.force_login(clerk(OTHER_STREET))
    assert round_.project.name not in client.get(reverse("approvals:round_list")).content.decode()


def test_the_consent_tab_shows_thresholds_buildings_and_advice(client, round_):
    fill(round_, agree=7, against=1)
    page = signed_in(client, clerk()).get(reverse("approvals:rounds", args=[round_.project_id]))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("参与人数", "≥ 2/3", "按楼栋", "未收回", "录票", "依据"):
        assert words in text
    assert "本表按户计：有效 8 户 = 7 + 1 + 0" in text


@pytest.mark.parametrize("rows", [3, 30])
def test_the_consent_tab_costs_the_same_whatever_the_roll(client, rows):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    project = project_with_homes(homes=rows)
    open_round_for(project)
    signed_in(client, clerk())
    with CaptureQueriesContext(connection) as context:
        client.get(reverse("approvals:rounds", args=[project.pk]))
    assert len(context) <= 45


def test_the_why_drawer_of_a_threshold_recounts_on_demand(client, round_):
    fill(round_, agree=7)
    address = reverse("approvals:why", args=[round_.pk, "renovate", 0])
    page = signed_in(client, clerk()).get(address, headers={"HX-Request": "true"})
    assert "12 × 2/3" in page.content.decode()
    assert "一致" in client.post(address, headers={"HX-Request": "true"}).content.decode()
    assert client.get(reverse("approvals:why", args=[round_.pk, "renovate", 9])).status_code == 404


def test_opening_shows_the_roll_before_it_freezes_and_keeps_what_was_typed(client):
    project = project_with_homes(homes=4)
    address = reverse("approvals:open_round", args=[project.pk, "second"])
    page = signed_in(client, clerk()).get(address).content.decode()
    assert "名册预览" in page
    assert "320.00" in page
    body = {"organiser": "城关街道办事处", "contact": "刘洋", "closes_at": "2024-06-01T18:00"}
    refused = client.post(address, body)
    assert refused.status_code == 422
    assert 'value="刘洋"' in refused.content.decode()
    assert "2024-06-01T18:00" in refused.content.decode()
    done = client.post(address, body | {"closes_at": "2024-06-30T18:00"})
    assert done.status_code == 302
    assert Round.objects.get(project=project).contact == "刘洋"


def test_the_sheet_shows_the_building_and_the_expected_paper(client, round_):
    page = signed_in(client, clerk()).get(sheet(round_)).content.decode()
    first = units_of(round_)[0]
    assert f"票号 {first.serial}" in page
    assert "1 单元" in page
    assert "2 单元" in page
    data = json.loads(
        page.split('id="sheet-data" type="application/json">')[1].split("</script>")[0]
    )
    assert len(data["units"]) == 6
    assert data["counts"]["renovate"]["all_area"] == "960.00"


def test_a_paper_is_typed_without_scripts(client, round_):
    first, second = units_of(round_)[:2]
    signed_in(client, clerk())
    answer = client.post(sheet(round_), paper(first), follow=True)
    assert f"票号 {second.serial}" in answer.content.decode()
    assert Paper.objects.get().unit == first


def test_a_paper_is_sent_by_the_script_and_sent_again_without_harm(client, round_):
    unit = units_of(round_)[0]
    signed_in(client, clerk())
    for _ in range(2):
        answer = as_json(client, round_, paper(unit))
        assert answer.status_code == 200
    assert answer.json()["counts"]["renovate"]["participating_heads"] == "1"
    assert Paper.objects.count() == 1


def test_a_refused_paper_says_why_and_keeps_what_was_typed(client, round_):
    unit = units_of(round_)[0]
    signed_in(client, clerk())
    body = paper(unit, "invalid", signed_on="2024-07-09")
    answer = as_json(client, round_, body)
    assert answer.status_code == 422
    assert {p["code"] for p in answer.json()["problems"]} == {
        "reason_needed",
        "signed_after_received",
    }
    page = client.post(sheet(round_), body)
    assert page.status_code == 422
    assert "须写明原因" in page.content.decode()
    assert 'value="2024-07-09"' in page.content.decode()


def test_the_second_clerk_is_told_who_was_first(client, round_):
    unit = units_of(round_)[0]
    first = clerk()
    as_json(signed_in(client, first), round_, paper(unit))
    client.force_login(clerk())
    answer = as_json(client, round_, paper(unit, client_id="other"))
    assert answer.status_code == 409
    assert str(first) in answer.json()["problems"][0]["message"]


def test_a_typed_paper_is_undone_from_the_sheet(client, round_):
    unit = units_of(round_)[0]
    made = as_json(signed_in(client, clerk()), round_, paper(unit)).json()["paper"]
    address = reverse("approvals:undo", args=[made])
    answer = client.post(address, headers={"Accept": "application/json"})
    assert answer.json()["counts"]["renovate"]["returned_units"] == "0"
    again = client.post(address, headers={"Accept": "application/json"})
    assert again.status_code == 409


def test_a_pile_is_counted_and_handed_in(client, round_):
    signed_in(client, clerk())
    body = {
        "building": "1",
        "hand_renovate_agree": 1,
        "hand_renovate_against": 0,
        "hand_renovate_abstain": 0,
        "hand_renovate_invalid": "",
    }
    address = reverse("approvals:count_batch", args=[round_.pk])
    refused = client.post(address, body)
    assert refused.status_code == 422
    assert client.post(address, body | {"hand_renovate_invalid": 0}).status_code == 302
    pile = Batch.objects.get()
    hand_in = reverse("approvals:submit_batch", args=[pile.pk])
    assert "少 1" in client.post(hand_in, follow=True).content.decode()
    as_json(client, round_, paper(units_of(round_)[0], batch=pile.pk))
    client.post(hand_in)
    pile.refresh_from_db()
    assert pile.submitted_at


def test_a_serial_or_code_leads_to_its_row(client, round_):
    signed_in(client, clerk())
    unit = units_of(round_)[8]
    address = reverse("approvals:locate", args=[round_.pk])
    assert client.get(address, {"q": "3#&unit=1"}).url.endswith("?unknown=3%23%26unit%3D1")
    for text in (unit.serial.lower(), unit.token, f"https://旧改/v/{unit.token}/"):
        answer = client.get(address, {"q": text})
        assert answer.url.endswith(f"building=2&unit={unit.pk}")
    assert "不是本轮的票号" in client.get(address, {"q": "ZQ9"}, follow=True).content.decode()


def test_closing_and_confirming_by_two_people(client, round_, settings):
    fill(round_, agree=12)
    settings.DEMO_NOW = "2024-06-25T09:30:00"
    signed_in(client, clerk())
    address = reverse("approvals:close", args=[round_.pk])
    body = {
        "hand_renovate_agree": 11,
        "hand_renovate_against": 0,
        "hand_renovate_abstain": 0,
        "hand_renovate_invalid": 0,
        "reason": "",
    }
    refused = client.post(address, body)
    assert refused.status_code == 422
    assert "多 1" in refused.content.decode()
    assert 'value="11"' in refused.content.decode()
    assert client.post(address, body | {"hand_renovate_agree": 12}).status_code == 302
    client.force_login(reviewer())
    confirm = reverse("approvals:confirm", args=[round_.pk])
    assert "另一种算法逐张重算" in client.get(confirm).content.decode()
    assert client.post(confirm).status_code == 302
    round_.refresh_from_db()
    assert round_.state == "confirmed"
    tab = client.get(reverse("approvals:rounds", args=[round_.project_id])).content.decode()
    assert "表决通过" in tab


def test_a_paper_is_corrected_on_its_page(client, round_):
    unit = units_of(round_)[0]
    made = as_json(signed_in(client, clerk()), round_, paper(unit)).json()["paper"]
    address = reverse("approvals:correct", args=[made])
    assert client.post(address, {"answer_renovate": "against"}).status_code == 422
    done = client.post(address, {"answer_renovate": "against", "reason": "看错一行"})
    assert done.status_code == 302
    now = Paper.objects.get(live=True)
    assert now.answers.get().choice == "against"

    late = client.post(address, {"answer_renovate": "agree", "reason": "第二个窗口"})
    assert (late.status_code, "请刷新后再办" in late.content.decode()) == (409, True)
    assert client.get(address)["Location"] == reverse("approvals:correct", args=[now.pk])
    client.post(reverse("approvals:undo", args=[now.pk]), {"reason": "录错户"})
    assert client.get(address)["Location"] == reverse("approvals:paper", args=[unit.pk])


def test_what_is_not_back_is_listed_and_may_be_noted_undelivered(client, round_):
    fill(round_, agree=11)
    unit = units_of(round_)[11]
    signed_in(client, clerk())
    page = client.get(reverse("approvals:missing", args=[round_.pk])).content.decode()
    assert unit.serial in page
    note = reverse("approvals:undelivered", args=[unit.pk])
    client.post(note, {"reason": "长期无人"})
    assert "未送达" in client.get(sheet(round_) + "?building=2").content.decode()
    client.post(note, {"clear": "1"})
    assert not round_.undelivered.exists()


@pytest.mark.parametrize("name", ["sheet", "close", "extend", "missing"])
def test_pages_of_a_round_are_404_outside_the_street(client, round_, name):
    address = reverse(f"approvals:{name}", args=[round_.pk])
    assert signed_in(client, clerk(OTHER_STREET)).get(address).status_code == 404
    client.force_login(UserFactory(role=Role.FINANCE, role__area="370724"))
    assert client.get(address).status_code == 403
    client.force_login(clerk())
    assert client.get(address).status_code == 200


def test_a_round_is_extended_and_voided_from_its_page(client, round_):
    signed_in(client, clerk())
    body = {"closes_at": "2024-06-28T18:00", "reason": "雨天"}
    assert client.post(reverse("approvals:extend", args=[round_.pk]), body).status_code == 302
    client.post(reverse("approvals:void", args=[round_.pk]), {"reason": "名册有误"})
    round_.refresh_from_db()
    assert round_.state == "void"


def test_notices_are_posted_objected_to_and_settled(client):
    project = project_with_homes(at="notice")
    signed_in(client, clerk())
    address = reverse("approvals:post_notice", args=[project.pk, "design"])
    assert project.name in client.get(address).content.decode()
    body = {
        "posted_on": "2024-06-13",
        "title": "公示书",
        "where_posted": "公告栏",
        "contact": "北苑社区",
        "body": "现予公示。",
    }
    refused = client.post(address, body | {"posted_on": "2024-07-13"})
    assert refused.status_code == 422
    assert "现予公示。" in refused.content.decode()
    assert client.post(address, body).status_code == 302
    notice = Notice.objects.get()
    tab = reverse("approvals:notices", args=[project.pk])
    assert "第 5/7 个工作日" in client.get(tab).content.decode()
    client.post(
        reverse("approvals:objection", args=[notice.pk]),
        {"received_on": "2024-06-17", "raised_by": "王建国", "matter": "屋面防水做法"},
    )
    row = notice.objections.get()
    assert "未办结" in client.get(tab).content.decode()
    client.post(
        reverse("approvals:settle", args=[row.pk]),
        {"outcome": "mediated", "reply": "已协商一致", "settled_on": "2024-06-18"},
    )
    row.refresh_from_db()
    assert row.settled_at
    why = client.get(reverse("approvals:notice_why", args=[notice.pk]))
    assert "06-15 至 06-16" in why.content.decode()


def test_reviews_acceptance_and_handover_have_their_pages(client):
    project = project_with_homes(at="review")
    open_review(by=handler(), at=DURING, project=project, key="joint", accepted_on=DURING.date())
    signed_in(client, handler())
    page = client.get(reverse("approvals:reviews", args=[project.pk])).content.decode()
    assert "县自规局" in page
    opinion = Review.objects.get().opinions.first()
    done = client.post(
        reverse("approvals:opinion", args=[opinion.pk]),
        {"view": "agree", "signatory": "李工", "given_on": "2024-06-20", "conditions": ""},
    )
    assert done.status_code == 302
    other = project_with_homes(at="accept")
    open_acceptance(
        by=clerk(), at=DURING, project=other, held_on=DURING.date(), owners=["王建国", "李秀兰"]
    )
    client.force_login(clerk())
    text = client.get(reverse("approvals:acceptance", args=[other.pk])).content.decode()
    assert "业主代表 王*国" in text
    party = Acceptance.objects.get().parties.first()
    refused = client.post(
        reverse("approvals:sign", args=[party.pk]),
        {"verdict": "fail", "signatory": "李工", "signed_on": "2024-06-20", "opinion": ""},
    )
    assert refused.status_code == 422
    assert 'value="李工"' in refused.content.decode()


def test_a_finished_round_stays_readable(client):
    round_ = settled_round(project_with_homes(), agree=6)
    signed_in(client, reviewer())
    assert client.get(reverse("approvals:rounds", args=[round_.project_id])).status_code == 200
