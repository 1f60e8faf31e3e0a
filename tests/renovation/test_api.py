import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.permissions import Role
from common.clock import business_today
from renovation.models import Reminder
from tests.factories.accounts import UserFactory
from tests.factories.renovation import PlanFactory, ProjectFactory, advance, clerk, handler

pytestmark = pytest.mark.django_db


def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def project():
    return ProjectFactory(planned=PlanFactory())


def test_projects_are_listed_filtered_and_exact(project):
    client = api(handler())
    body = client.get("/api/v1/projects/", {"step": "制定方案", "year": 2024}).json()
    assert body["count"] == 1
    assert body["results"][0]["floor_area"] == "5525.94"
    assert client.get("/api/v1/projects/", {"step": "开工"}).json()["count"] == 0


def test_plans_and_their_lines(project):
    client = api(handler())
    plan = client.get("/api/v1/plans/").json()["results"][0]
    lines = client.get(f"/api/v1/plans/{plan['id']}/lines/").json()["results"]
    assert lines[0]["households"] == 60


def test_the_steps_of_a_project_and_what_one_asks_for(project):
    client = api(clerk())
    steps = client.get(f"/api/v1/projects/{project.pk}/steps/").json()
    assert [step["state"] for step in steps[:3]] == ["to_evidence", "to_evidence", "open"]
    detail = client.get(f"/api/v1/steps/{steps[2]['id']}/").json()
    assert not detail["ready"]
    assert [line["kind"] for line in detail["blockers"]] == ["step", "document"]


def test_completing_is_refused_with_every_blocker_then_done(project):
    design = advance(project, "design")
    client = api(clerk())
    url = f"/api/v1/steps/{design.pk}"
    refused = client.post(f"{url}/complete/", {}, format="json")
    assert refused.status_code == 400
    assert "改造设计方案" in refused.json()["errors"][0]["detail"]
    file = SimpleUploadedFile("方案.pdf", b"%PDF-1.7 test", "application/pdf")
    sent = client.post(f"{url}/documents/", {"key": "scheme", "file": file}, format="multipart")
    assert sent.status_code == 201
    done = client.post(f"{url}/complete/", {"remark": "定稿"}, format="json").json()
    assert done["state"] == "done"


def test_a_repeated_write_is_done_once(project):
    step = project.steps.get(key="design")
    client = api(handler())
    for replayed in (None, "true"):
        answer = client.post(
            f"/api/v1/steps/{step.pk}/remind/",
            {},
            format="json",
            headers={"Idempotency-Key": "once"},
        )
        assert answer.status_code == 204
        assert answer.headers.get("Idempotency-Replayed") == replayed
    assert Reminder.objects.count() == 1


def test_evidence_and_extension(project):
    client = api(handler())
    gap = project.steps.get(key="apply")
    body = {"happened_on": "2024-03-22", "document_no": "北苑〔2024〕3号"}
    assert (
        client.post(f"/api/v1/steps/{gap.pk}/evidence/", body, format="json").json()["state"]
        == "done"
    )
    design = project.steps.get(key="design")
    body = {"to_day": "2024-06-28", "reason": "测绘未完"}
    assert (
        client.post(f"/api/v1/steps/{design.pk}/extend/", body, format="json").json()["due_on"]
        == "2024-06-28"
    )


def test_contents_set_the_investment(project):
    client = api(clerk())
    url = f"/api/v1/projects/{project.pk}/contents/"
    body = {
        "items": [
            {"key": "building/basic/1", "estimate": "120000.00"},
            {"key": "nothing", "estimate": "-1.00"},
        ]
    }
    refused = client.put(url, body, format="json")
    assert refused.status_code == 400
    assert len(refused.json()["errors"]) == 2
    client.put(url, {"items": body["items"][:1]}, format="json")
    assert client.get(f"/api/v1/projects/{project.pk}/").json()["investment"] == "120000.00"
    facts = {
        f["key"]: f["value"] for f in client.get(f"/api/v1/projects/{project.pk}/facts/").json()
    }
    assert facts == {"contents.items": "1", "money.estimate": "120000.00"}


def test_works_are_reported_and_explained(project):
    advance(project, "works")
    client = api(clerk())
    day = business_today().isoformat()
    url = f"/api/v1/projects/{project.pk}/works/"
    assert client.post(url, {"day": day, "percent": "35.50"}, format="json").status_code == 201
    assert client.post(url, {"day": day, "percent": "10"}, format="json").status_code == 400
    why = client.get(f"/api/v1/projects/{project.pk}/explain/fact.works.progress/").json()
    assert why["explanation"]["result"] == "35.5%"


def test_a_deadline_explains_itself_and_comes_out_equal(project):
    why = api(handler()).get(f"/api/v1/projects/{project.pk}/explain/deadline.design/").json()
    assert (why["stored"], why["now"], why["equal"]) == ("2024-06-18", "2024-06-18", True)
    assert why["explanation"]["version"]["hash"]


def test_facts_are_declared_and_milestones_read(project):
    client = api(handler())
    body = {"key": "low_risk.confirmed", "value": "true", "reason": "不增加建筑面积"}
    assert (
        client.post(f"/api/v1/projects/{project.pk}/facts/", body, format="json").status_code == 201
    )
    kinds = [m["kind"] for m in client.get(f"/api/v1/projects/{project.pk}/milestones/").json()]
    assert kinds == ["admitted"]


def test_the_next_step_card_names_everything_that_is_missing(project):
    card = api(handler()).get(f"/api/v1/projects/{project.pk}/next-step/").json()
    assert card["title"] == "制定方案"
    assert len([line for line in card["missing"] if line["state"] != "met"]) == 2


def test_withdrawal_needs_the_right(project):
    url = f"/api/v1/projects/{project.pk}/withdraw/"
    assert api(clerk()).post(url, {"reason": "征收"}, format="json").status_code == 403
    assert (
        api(handler()).post(url, {"reason": "征收"}, format="json").json()["state"] == "withdrawn"
    )


def test_outside_scope_nothing_is_there(project):
    stranger = api(handler("330382"))
    step = project.steps.get(key="design")
    assert stranger.get(f"/api/v1/projects/{project.pk}/").status_code == 404
    assert stranger.post(f"/api/v1/steps/{step.pk}/complete/", {}, format="json").status_code == 404
    assert stranger.get("/api/v1/projects/").json()["count"] == 0


def test_inside_scope_without_the_right_it_is_forbidden(project):
    step = project.steps.get(key="design")
    leader = api(UserFactory(role=Role.LEADER))
    assert leader.post(f"/api/v1/steps/{step.pk}/complete/", {}, format="json").status_code == 403


def test_a_department_sees_projects_through_its_steps(project):
    unit = UserFactory(role=Role.DEPARTMENT, role__unit="370724-planning")
    other = UserFactory(role=Role.DEPARTMENT, role__unit="370724-nobody")
    assert api(unit).get("/api/v1/projects/").json()["count"] == 1
    assert api(other).get("/api/v1/projects/").json()["count"] == 0
