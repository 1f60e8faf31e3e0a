"""Which version governs what, as the pages and REST show it; moving by them, and back."""

from datetime import date

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.permissions import Role
from renovation.models import ProcedureMigration
from renovation.selectors.rule_versions import rule_versions
from tests.factories.accounts import UserFactory
from tests.factories.renovation import TODAY, ProjectFactory, handler, published_policy
from tests.renovation.test_migrating import CHANGE, rewritten

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.DEMO_NOW = "2024-06-21 08:30"


@pytest.fixture
def project():
    published_policy(ends=CHANGE)
    return ProjectFactory()


@pytest.fixture
def target(project):
    return published_policy(rewritten, begins=CHANGE, sequence=2)


@pytest.fixture
def reviewer(client):
    by = UserFactory(role=Role.BUREAU_REVIEWER, role__area="370724")
    client.force_login(by)
    return by


def test_each_rule_has_its_version_event_and_day(project, target):
    rows = {row.rule: row for row in rule_versions(project, TODAY)}
    assert (rows["procedure"].state, rows["procedure"].day) == ("pinned", date(2024, 6, 3))
    assert rows["procedure"].version.sequence == 1
    assert rows["deadlines.design"].words == "“制定方案”的期限"
    assert rows["deadlines.design"].event == "受理日"
    ahead = rows["rounds.second"]
    assert (ahead.state, ahead.day, ahead.version) == ("ahead", None, target)
    assert rows["shares"].version == target


def test_the_questions_do_not_grow(project, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        rule_versions(project, TODAY)


def test_the_page_leads_to_every_version_and_to_the_move(project, target, reviewer, client):
    page = client.get(reverse("renovation:versions", args=[project.pk])).content.decode()
    assert reverse("policies:version", args=[project.procedure_id]) in page
    assert reverse("policies:version", args=[target.pk]) in page
    assert reverse("renovation:migrate", args=[project.pk]) in page


def test_moving_and_coming_back_by_the_pages(project, target, reviewer, client):
    address = reverse("renovation:migrate", args=[project.pk])
    preview = client.get(address).content.decode()
    assert "质量抽检" in preview
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    client.post(address, {"reason": "常务会议", "document_no": "纪要12号"})
    made = ProcedureMigration.objects.get(project=project)
    assert (made.target, made.document_no) == (target, "纪要12号")
    assert client.get(address).status_code == 404
    client.post(reverse("renovation:migrate_back", args=[project.pk]), {"reason": "纪要撤销"})
    made.refresh_from_db()
    assert made.reversed_reason == "纪要撤销"
    page = client.get(reverse("renovation:versions", args=[project.pk])).content.decode()
    assert "纪要撤销" in page


def test_many_at_once_or_none(project, target, reviewer, client):
    other = ProjectFactory()
    address = reverse("renovation:migrate_many", args=[target.pk])
    assert len(client.get(address).context["rows"]) == 2
    nothing = client.post(address, {"reason": "常务会议"})
    assert nothing.status_code == 422
    client.post(address, {"reason": "常务会议", "pick": [str(project.pk)]})
    assert ProcedureMigration.objects.filter(project=project).exists()
    left = client.get(address).context["rows"]
    assert [row.project for row in left] == [other]


def test_who_may_not_move_sees_no_button_and_is_refused(project, target, client):
    client.force_login(handler())
    page = client.get(reverse("renovation:versions", args=[project.pk])).content.decode()
    assert reverse("renovation:migrate", args=[project.pk]) not in page
    assert client.get(reverse("renovation:migrate", args=[project.pk])).status_code == 403


def test_the_same_over_rest(project, target, reviewer):
    rest = APIClient()
    rest.force_authenticate(reviewer)
    body = {"projects": [project.pk], "target": target.pk}
    (seen,) = rest.post("/api/v1/procedure-migrations/preview/", body, format="json").json()
    assert (seen["kind"], seen["problems"]) == ("structural", [])
    refused = rest.post("/api/v1/procedure-migrations/", body, format="json")
    assert refused.status_code == 400
    made = rest.post("/api/v1/procedure-migrations/", body | {"reason": "会议"}, format="json")
    assert made.status_code == 201
    (row,) = made.json()
    back = rest.post(
        f"/api/v1/procedure-migrations/{row['id']}/back/", {"reason": "撤销"}, format="json"
    )
    assert back.json()["reversed_on"] == "2024-06-21"
    missing = rest.post(
        "/api/v1/procedure-migrations/preview/", body | {"projects": [0]}, format="json"
    )
    assert missing.status_code == 404
