"""An answer without a paper shows what it rests on: a witness, evidence, a mandate."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.models import Paper
from approvals.rules.papers import PaperFacts, RoundFacts, refusals
from approvals.selectors.custody import without_paper
from approvals.services.bulk import record_papers
from approvals.services.evidence import keep_evidence
from approvals.services.paper_corrections import correct_paper, withdraw_paper
from approvals.services.papers import record_paper
from common.clock import SHANGHAI
from common.errors import Refused
from tests.factories.approvals import (
    DURING,
    MandateFactory,
    entry,
    open_round_for,
    project_with_homes,
    units_of,
)
from tests.factories.renovation import clerk, published_policy
from tests.factories.scans import jpeg, page

NOON = datetime(2024, 6, 20, 12, 0, tzinfo=SHANGHAI)
ROUND = RoundFacts(
    "征询",
    "open",
    datetime(2024, 6, 13, tzinfo=SHANGHAI),
    datetime(2024, 6, 24, tzinfo=SHANGHAI),
    {"renovate": "改造方案"},
    ("paper", "telephone", "online"),
)


@pytest.mark.parametrize(
    ("channel", "witness", "evidence", "expected"),
    [
        ("paper", "", False, []),
        ("telephone", "", True, ["witness_needed"]),
        ("telephone", "  ", False, ["witness_needed"]),
        ("telephone", "王社工", False, []),
        ("online", "王社工", False, ["evidence_needed"]),
        ("online", "", True, []),
        ("visit", "王社工", True, ["channel"]),
    ],
)
def test_what_was_heard_has_a_witness_and_what_was_written_online_its_evidence(
    channel, witness, evidence, expected
):
    paper = PaperFacts({"renovate": "agree"}, {}, channel, NOON, None, witness, evidence)
    assert [problem.code for problem in refusals(ROUND, paper, NOON)] == expected


@pytest.fixture(autouse=True)
def evening_of_the_demonstration(settings, tmp_path):
    settings.DEMO_NOW = "2024-06-20T21:14:00"
    settings.MEDIA_ROOT = tmp_path


def every_way(text):
    return text.replace("channels: [paper]", "channels: [paper, visit, telephone, online]")


@pytest.fixture
def by(db):
    return clerk()


@pytest.fixture
def round_(by):
    published_policy(every_way)
    return open_round_for(project_with_homes(homes=4), by=by)


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_papers_without_grounds_are_refused_and_those_with_them_stand_in_custody(by, round_):
    one, two, three, four = units_of(round_)
    call = {"by": by, "at": DURING, "round_": round_}
    with pytest.raises(Refused) as refusal:
        record_paper(**call, unit=one, entry=entry(channel="telephone"))
    assert codes(refusal) == ["witness_needed"]
    with pytest.raises(Refused) as refusal:
        record_paper(**call, unit=two, entry=entry(channel="online"))
    assert codes(refusal) == ["evidence_needed"]

    heard = record_paper(**call, unit=one, entry=entry(channel="telephone", witness="王社工"))
    shown = keep_evidence(by=by, at=DURING, unit=two, upload=jpeg(page(), "截屏.jpg"))
    written = record_paper(**call, unit=two, entry=entry(channel="online"))
    mandate = MandateFactory(round=round_, head=three.head, agent="李建华")
    signed = record_paper(**call, unit=three, entry=entry(proxy="李建华"))
    record_paper(**call, unit=four, entry=entry())

    assert (heard.witness, written.evidence, signed.mandate) == ("王社工", shown, mandate)
    assert without_paper(round_) == [heard, written, signed]
    assert list(mandate.papers.all()) == [signed]


def test_a_correction_keeps_what_the_paper_rests_on(by, round_):
    unit = units_of(round_)[0]
    shown = keep_evidence(by=by, at=DURING, unit=unit, upload=jpeg(page(), "截屏.jpg"))
    made = record_paper(
        by=by, at=DURING, round_=round_, unit=unit, entry=entry(channel="online", signers=1)
    )
    new = correct_paper(
        by=by, at=DURING, paper=made, answers={"renovate": "against"}, reason="看错一行"
    )
    gone = withdraw_paper(by=by, at=DURING, paper=new, reason="录错户")
    for row in (new, gone):
        assert (row.channel, row.evidence, row.signers) == ("online", shown, 1)


def test_many_papers_at_once_rest_on_the_same(by, round_):
    one, two, *_ = units_of(round_)
    rows = [(one, entry(channel="telephone")), (two, entry(channel="online"))]
    with pytest.raises(Refused) as refusal:
        record_papers(by=by, at=DURING, round_=round_, entries=rows)
    assert codes(refusal) == ["witness_needed", "evidence_needed"]

    keep_evidence(by=by, at=DURING, unit=two, upload=jpeg(page(), "截屏.jpg"))
    rows[0] = (one, replace(rows[0][1], witness="王社工"))
    assert record_papers(by=by, at=DURING, round_=round_, entries=rows) == 2
    assert Paper.objects.get(unit=two).evidence is not None


@pytest.mark.parametrize(
    "change", [{"channel": "telephone"}, {"channel": "online"}, {"proxy": "李*"}]
)
def test_the_database_takes_no_answer_without_its_grounds(by, round_, change):
    made = {"received_at": DURING, "entered_at": DURING, "entered_by": by} | change
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(round=round_, unit=units_of(round_)[0], **made)


def test_evidence_is_kept_where_the_policy_lets_people_answer_online(by):
    unit = units_of(open_round_for(project_with_homes(homes=2), by=by))[0]
    with pytest.raises(Refused) as refusal:
        keep_evidence(by=by, at=DURING, unit=unit, upload=None)
    assert codes(refusal) == ["channel", "evidence_needed"]


def test_the_pages_ask_for_grounds_and_show_them(by, round_, client):
    one, two, *_ = units_of(round_)
    client.force_login(by)
    sheet = reverse("approvals:sheet", args=[round_.pk])
    typed = {"unit": one.pk, "answer_renovate": "agree", "channel": "telephone"}
    refused = client.post(sheet, typed, headers={"Accept": "application/json"})
    assert [one["code"] for one in refused.json()["problems"]] == ["witness_needed"]
    client.post(sheet, typed | {"witness": "王社工"})
    assert "线上答复凭据" in client.get(reverse("approvals:paper", args=[two.pk])).content.decode()
    client.post(
        reverse("approvals:keep_evidence", args=[two.pk]), {"upload": jpeg(page(), "截屏.jpg")}
    )
    client.post(sheet, {"unit": two.pk, "answer_renovate": "agree", "channel": "online"})

    body = client.get(reverse("approvals:custody", args=[round_.pk])).content.decode()

    assert "见证人 王*工" in body
    assert "王社工" not in body
    assert Paper.objects.get(unit=two).evidence.sha256[:12] in body
