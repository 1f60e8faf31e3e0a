"""A date of the dispatch, a plan's document, a candidate: services and their pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.permissions import Role
from common.errors import OutOfScope, Refused
from renovation.models import Plan, Project
from renovation.services.candidates import Candidate, open_candidate
from renovation.services.issuing import issue_plan
from renovation.services.scheduling import schedule_step
from tests.factories.accounts import UserFactory
from tests.factories.districts import CommunityFactory
from tests.factories.renovation import TODAY, PlanFactory, ProjectFactory, handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory(at="review")


def open_step(project):
    return (
        project.steps.filter(state="open", due_on__isnull=True).first()
        or project.steps.filter(state="open").first()
    )


def test_a_date_of_the_dispatch_becomes_the_due_day_with_its_reason(project):
    step = open_step(project)
    due = step.due_on or date(2099, 1, 5)

    schedule_step(by=handler(), on=TODAY, step=step, due_on=due, reason="专班调度会")

    step.refresh_from_db()
    assert step.due_on == due
    assert "专班调度会" in str(step.deadline_explanation)


def test_all_that_is_wrong_with_a_date_is_said_at_once(project):
    step = open_step(project)

    with pytest.raises(Refused) as refused:
        schedule_step(by=handler(), on=TODAY, step=step, due_on=date(2000, 1, 1), reason=" ")

    assert {problem.field for problem in refused.value.problems} == {"due_on", "reason"}


def test_a_plan_is_issued_with_its_targets():
    plan = PlanFactory()
    day = date(2024, 6, 30)

    issue_plan(
        by=handler(),
        plan=plan,
        document_no="临政办字〔2024〕17号",
        issued_on=date(2024, 6, 15),
        start_by=day,
        accept_by=date(2024, 12, 31),
    )

    assert Plan.objects.get(pk=plan.pk).start_by == day


def test_acceptance_before_the_start_is_refused():
    with pytest.raises(Refused):
        issue_plan(
            by=handler(),
            plan=PlanFactory(),
            document_no="x",
            issued_on=TODAY,
            start_by=date(2024, 6, 30),
            accept_by=date(2024, 6, 1),
        )


@pytest.fixture
def community(project):
    return project.community


def test_a_candidate_begins_with_the_first_steps(community):
    made = open_candidate(
        by=handler(),
        on=TODAY,
        community=community,
        candidate=Candidate("二期", 2024, 1, 12, Decimal("900.00")),
    )

    assert made.state == "candidate"
    assert made.steps.filter(state="open").exists()
    assert made.code.startswith("370724-2024-")


def test_a_candidate_of_another_district_is_not_there(community):
    stranger = UserFactory(role=Role.BUREAU_HANDLER, role__area="330382")

    with pytest.raises(OutOfScope):
        open_candidate(
            by=stranger,
            on=TODAY,
            community=community,
            candidate=Candidate("二期", 2024, 1, 12, Decimal(900)),
        )


def test_nothing_is_opened_without_extent_or_twice(project, community):
    with pytest.raises(Refused) as refused:
        open_candidate(
            by=handler(),
            on=TODAY,
            community=community,
            candidate=Candidate(project.name, 2024, 0, 0, Decimal(0)),
        )

    assert len(refused.value.problems) == 3


def test_the_pages_do_it_and_give_a_refused_form_back_as_typed(client, project):
    client.force_login(handler())
    address = reverse("renovation:new_candidate", args=[project.community_id])
    typed = {"name": "三期", "year": 2024, "buildings": 0, "households": 9, "floor_area": "10"}

    refused = client.post(address, typed)
    done = client.post(address, typed | {"buildings": 1})

    assert refused.status_code == 422
    assert "三期" in refused.content.decode()
    assert done.status_code == 302
    assert Project.objects.filter(name="三期").exists()


def test_a_community_elsewhere_has_no_candidate_page(client):
    client.force_login(handler())
    elsewhere = CommunityFactory(street__code="330382003")

    answer = client.get(reverse("renovation:new_candidate", args=[elsewhere.pk]))

    assert answer.status_code == 404


def test_a_plans_document_is_recorded_on_its_page(client):
    client.force_login(handler())
    plan = PlanFactory()
    address = reverse("renovation:plan_issue", args=[plan.pk])

    done = client.post(address, {"document_no": "临〔2024〕1号", "issued_on": "2024-06-15"})

    assert client.get(address).status_code == 200
    assert done.status_code == 302
    assert Plan.objects.get(pk=plan.pk).document_no == "临〔2024〕1号"


def test_a_dispatch_date_is_set_on_its_page(client, project):
    client.force_login(handler())
    step = open_step(project)
    address = reverse("renovation:step_schedule", args=[step.pk])

    refused = client.post(address, {"due_on": "2000-01-01", "reason": "调度"})

    assert client.get(address).status_code == 200
    assert refused.status_code == 422
    assert "任务期限早于今天" in refused.content.decode()
