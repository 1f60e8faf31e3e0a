"""What an owner answered is for those who count; turnout and choice are shown apart."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.permissions import Role
from tests.factories.accounts import UserFactory
from tests.factories.approvals import fill, open_round_for, project_with_homes, reviewer, units_of
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


def test_who_is_missing_is_shown_without_who_said_what(client, round_):
    client.force_login(UserFactory(role=Role.AUDITOR, role__area="370724"))
    for name in ("missing", "tonight", "custody"):
        page = client.get(reverse(f"approvals:{name}", args=[round_.pk])).content.decode()
        assert "ballot-" not in page
        assert "已录：" not in page
