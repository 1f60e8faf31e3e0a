"""Calls at doors are written down as they happen; who signs for an owner shows a mandate."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.models import Delivery, Mandate, Paper, Visit
from approvals.rules.mandates import PROOFS, ProxyRule, mandate_refusals, proxy_refusals
from approvals.selectors.evening import evening
from approvals.selectors.mandates import live_mandate
from approvals.services.batches import note_undelivered
from approvals.services.mandates import end_mandate, give_mandate
from approvals.services.papers import record_paper
from approvals.services.visits import deliver_building, record_visits
from common.errors import Conflict, Refused
from tests.factories.approvals import DURING, entry, open_round_for, project_with_homes, units_of
from tests.factories.renovation import clerk, published_policy
from tests.factories.scans import jpeg, page

DAY = date(2024, 6, 18)


def test_a_mandate_is_refused_with_every_reason():
    found = mandate_refusals(
        ProxyRule("refused", 2),
        agent=" ",
        signed_on=date(2024, 7, 1),
        today=DAY,
        held=2,
        evidence=False,
    )
    codes = ["proxy_refused", "required", "in_future", "evidence_needed", "proxy_most"]
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize("basis", ["guardian", "officer", "heir"])
def test_who_signs_by_law_needs_a_proof_and_no_leave_of_the_policy(basis):
    facts = {"agent": "李建华", "signed_on": DAY, "today": DAY, "held": 9, "basis": basis}
    assert mandate_refusals(ProxyRule("refused", 1), **facts, evidence=True) == []
    (lacking,) = mandate_refusals(ProxyRule("refused", 1), **facts, evidence=False)
    assert PROOFS[basis] in lacking.message
    said = {"mandate": True, "shown": "李*华", "basis": basis}
    assert proxy_refusals(ProxyRule("refused"), **said, agrees=True) == []
    (other,) = proxy_refusals(ProxyRule("refused"), **said, agrees=False)
    assert other.code == "other_agent"


def test_a_guardian_signs_for_a_minor_where_the_policy_takes_no_proxies(client, by):
    published_policy(lambda text: text.replace("counting: {", "counting: {proxy: refused, "))
    round_ = open_round_for(project_with_homes(homes=2), by=by)
    childs, others = units_of(round_)
    client.force_login(by)
    form = {"agent": "李建华", "signed_on": "2024-06-18"}
    for unit, basis in ((childs, "guardian"), (others, "entrusted")):
        file = jpeg(page(), "证明.jpg")
        body = form | {"basis": basis, "upload": file}
        client.post(reverse("approvals:give_mandate", args=[unit.pk]), body)
    mandate = Mandate.objects.get()
    assert (mandate.head, mandate.basis) == (childs.head, "guardian")
    call = {"by": by, "at": DURING, "round_": round_, "unit": childs}
    assert record_paper(**call, entry=entry(proxy="李建华")).mandate == mandate
    text = client.get(reverse("approvals:paper", args=[childs.pk])).content.decode()
    assert "监护人（未成年人等）" in text
    text = client.get(reverse("approvals:paper", args=[others.pk])).content.decode()
    assert "业主书面委托" not in text
    assert "凭证明代签" in text


@pytest.mark.parametrize(
    ("rule", "mandate", "agrees", "code"),
    [
        ("mandate", True, True, None),
        ("mandate", True, False, "other_agent"),
        ("mandate", False, False, "no_mandate"),
        ("refused", True, True, "proxy_refused"),
    ],
)
def test_who_may_sign_for_an_owner(rule, mandate, agrees, code):
    found = proxy_refusals(ProxyRule(rule), mandate=mandate, agrees=agrees, shown="李*华")
    assert [problem.code for problem in found] == ([code] if code else [])


@pytest.fixture(autouse=True)
def evening_of_the_demonstration(settings, tmp_path):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def by(db):
    return clerk()


def one_at_most(text):
    return text.replace("counting: {missing", "counting: {proxy_most: 1, missing")


@pytest.fixture
def round_(by):
    return open_round_for(project_with_homes(homes=6), by=by)


def given(by, unit, agent="李建华"):
    return give_mandate(
        by=by, at=DURING, unit=unit, agent=agent, signed_on=DAY, upload=jpeg(page(), "委托书.jpg")
    )


def test_a_call_stays_and_stands_on_tonights_list(by, round_):
    unit = units_of(round_)[0]
    appointment = DURING + timedelta(days=1)
    call = {"by": by, "at": DURING, "round_": round_, "units": [unit]}
    record_visits(**call, outcome="nobody")
    record_visits(**call, outcome="later", again_at=appointment, note="租户在住")

    door = next(one for one in evening(round_, DAY).doors if unit in one.homes)
    assert (door.last.outcome, door.last.again_at) == ("later", appointment)
    for wrong in ({"outcome": "asleep"}, {"outcome": "nobody", "again_at": appointment}):
        with pytest.raises(Refused):
            record_visits(**call, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.all().update(outcome="delivered")


def test_a_building_is_delivered_but_for_those_that_were_not(by, round_):
    away, first, *_ = units_of(round_)
    note_undelivered(by=by, at=DURING, unit=away, reason="长期无人")
    record_paper(by=by, at=DURING, round_=round_, unit=first, entry=entry())

    assert deliver_building(by=by, at=DURING, round_=round_, building="1") == 4
    with pytest.raises(Conflict):
        deliver_building(by=by, at=DURING, round_=round_, building="1")
    record_visits(by=by, at=DURING, round_=round_, units=[away], outcome="delivered")
    assert not Delivery.objects.exists()


def test_a_proxy_needs_a_mandate_that_names_them(by, round_):
    unit = units_of(round_)[0]
    paper = {"by": by, "at": DURING, "round_": round_, "unit": unit}
    with pytest.raises(Refused) as refusal:
        record_paper(**paper, entry=entry(proxy="李建华"))
    assert [problem.code for problem in refusal.value.problems] == ["no_mandate"]
    mandate = given(by, unit)
    with pytest.raises(Refused):
        record_paper(**paper, entry=entry(proxy="王小二"))

    assert record_paper(**paper, entry=entry(proxy="李建华")).proxy == "李*华"
    assert mandate.agent_masked == "李*华"
    with pytest.raises(Conflict):
        given(by, unit)
    with pytest.raises(Refused) as refusal:
        end_mandate(by=by, at=DURING, mandate=mandate, reason="业主收回")
    assert [problem.code for problem in refusal.value.problems] == ["used"]


def test_one_agent_stands_for_no_more_owners_than_the_policy_says(by):
    published_policy(one_at_most)
    one, two, *_ = units_of(open_round_for(project_with_homes(homes=4), by=by))
    mandate = given(by, one)
    with pytest.raises(Refused) as refusal:
        given(by, two)
    assert [problem.code for problem in refusal.value.problems] == ["proxy_most"]
    end_mandate(by=by, at=DURING, mandate=mandate, reason="业主收回")

    given(by, two)
    assert live_mandate(one.head_id) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.all().update(agent_masked="别人")


def test_the_pages_of_a_door_and_a_mandate(by, round_, client):
    unit = units_of(round_)[0]
    client.force_login(by)
    client.post(reverse("approvals:visit", args=[unit.pk]), {"outcome": "nobody", "note": "灯亮"})
    missing = client.get(reverse("approvals:missing", args=[round_.pk])).content.decode()
    assert "没人" in missing
    address = reverse("approvals:give_mandate", args=[unit.pk])
    client.post(address, {"agent": "李建华", "signed_on": "那天", "upload": jpeg(page())})
    assert not Mandate.objects.exists()
    client.post(address, {"agent": "李建华", "signed_on": "2024-06-18", "upload": jpeg(page())})
    body = client.get(reverse("approvals:paper", args=[unit.pk])).content.decode()
    assert "李*华" in body
    assert "李建华" not in body
    found = client.get(reverse("approvals:locate_paper", args=[round_.pk]), {"q": unit.serial})
    assert found["Location"] == reverse("approvals:paper", args=[unit.pk])
    tonight = reverse("approvals:tonight", args=[round_.pk])
    paper = {"unit": unit.pk, "answer_renovate": "agree", "next": tonight}
    done = client.post(reverse("approvals:sheet", args=[round_.pk]), paper)
    assert done["Location"] == tonight
    assert Paper.objects.get(live=True).unit == unit
