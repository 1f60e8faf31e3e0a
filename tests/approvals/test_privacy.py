"""What an owner answered is for those who count; turnout and choice are shown apart."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from approvals.models import Seal
from approvals.services import counting, paper_corrections, sealing
from approvals.services.batches import open_batch
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    AFTER,
    DURING,
    fill,
    hand_counts,
    open_round_for,
    project_with_homes,
    reviewer,
    units_of,
)
from tests.factories.renovation import clerk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


@pytest.fixture
def round_():
    made = open_round_for(project_with_homes())
    fill(made, agree=3, against=2)
    return made


def papers(client, round_, user):
    client.force_login(user)
    return client.get(f"/api/v1/papers/?round={round_.pk}").json()["results"]


def test_those_who_count_see_answers_others_see_that_a_paper_came(client, round_):
    for user in (clerk(), reviewer()):
        rows = papers(client, round_, user)
        assert {row["answers"][0]["choice"] for row in rows} == {"agree", "against"}
    for role in (Role.AUDITOR, Role.LEADER):
        rows = papers(client, round_, UserFactory(role=role, role__area="370724"))
        assert len(rows) == 5
        assert {str(row["answers"]) for row in rows} == {"None"}
        assert all(row["serial"] for row in rows)


def test_the_trail_says_that_a_paper_was_typed_and_not_what_it_says(client, round_):
    client.force_login(clerk())
    unit = units_of(round_)[5]
    body = {"unit": unit.pk, "answer_renovate": "against", "client_id": "z"}
    client.post(reverse("approvals:sheet", args=[round_.pk]), body)
    entry = AuditEntry.objects.filter(action="paper.record").latest("pk")
    assert unit.serial in entry.summary
    for said in ("反对", "against", "同意"):
        assert said not in entry.summary + str(entry.payload)


def test_a_reason_that_tells_an_answer_is_for_those_who_count(client, round_):
    by, said = clerk(), "听错，应为反对"
    paper = round_.papers.filter(answers__choice="agree").first()
    answers = {"renovate": "against"}
    paper_corrections.correct_paper(by=by, at=DURING, paper=paper, answers=answers, reason=said)
    counting.close_round(by=by, at=AFTER, round_=round_, hand_counts=hand_counts(round_))
    counting.confirm_tally(by=reviewer(), at=AFTER, round_=round_)
    seal = Seal.objects.get(round=round_)
    drawn = {"serial": seal.sample[0], "agrees": False, "finding": said}
    sealing.recheck(by=reviewer(), at=AFTER, seal=seal, **drawn)

    addresses = [
        reverse("approvals:paper", args=[paper.unit_id]),
        reverse("approvals:custody", args=[round_.pk]),
        f"/api/v1/papers/?round={round_.pk}",
        f"/api/v1/rounds/{round_.pk}/seal/",
    ]
    for user, told in ((by, True), (UserFactory(role=Role.AUDITOR, role__area="370724"), False)):
        client.force_login(user)
        seen = [said in client.get(address).content.decode() for address in addresses]
        assert seen == [told] * 4
    trail = AuditEntry.objects.values_list("summary", "payload")
    assert not [entry for entry in trail if said in str(entry)]


def test_the_trail_counts_a_pile_and_does_not_say_what_is_in_it(round_):
    hand = {"renovate": {"agree": 3, "against": 2}}
    open_batch(by=clerk(), at=DURING, round_=round_, building="1", hand=hand)
    entry = AuditEntry.objects.get(action="batch.count")
    assert entry.payload == {"total": 5}


def test_who_is_missing_is_shown_without_who_said_what(client, round_):
    client.force_login(UserFactory(role=Role.AUDITOR, role__area="370724"))
    for name in ("missing", "tonight", "custody"):
        page = client.get(reverse(f"approvals:{name}", args=[round_.pk])).content.decode()
        assert "ballot-" not in page
        assert "已录：" not in page
