"""The same press arriving twice (double click, second tab): done once, the second told why."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from approvals.models import Acceptance, AcceptanceProblem, Notice, Objection, Round
from approvals.services import notices
from approvals.services.notices import Posting
from funding.models import Allocation, Determination, LedgerEntry
from renovation.models import Reminder, StageChange
from tests.factories import funding as make
from tests.factories.accounts import UserFactory
from tests.factories.approvals import DURING, project_with_homes
from tests.factories.renovation import ProjectFactory, clerk, handler

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_evening(settings):
    settings.DEMO_NOW = "2024-06-20T21:14:00"


def twice(client, user, address, body, model):
    """Rows made by the same POST sent twice, and the status of the second answer."""
    client.force_login(user)
    before = model.objects.count()
    first = client.post(address, body)
    assert first.status_code == 302, first.content.decode()
    second = client.post(address, body)
    return model.objects.count() - before, second.status_code


def test_a_round_opens_once(client):
    project = project_with_homes()
    body = {"organiser": "城关街道办事处", "contact": "", "closes_at": "2024-06-30T18:00"}
    address = reverse("approvals:open_round", args=[project.pk, "second"])

    assert twice(client, clerk(), address, body, Round) == (1, 422)


def posted():
    project = project_with_homes(at="notice")
    posting = Posting(
        posted_on=date(2024, 6, 13),
        title="改造意见公示书",
        body="改造设计方案",
        where_posted="公告栏",
        contact="城关街道",
    )
    return notices.post_notice(
        by=clerk(), at=DURING, project=project, key="design", posting=posting
    )


def test_a_notice_is_posted_once(client):
    project = project_with_homes(at="notice")
    body = {
        "posted_on": "2024-06-13",
        "title": "公示书",
        "where_posted": "公告栏",
        "contact": "街道",
        "body": "方案",
    }
    address = reverse("approvals:post_notice", args=[project.pk, "design"])

    assert twice(client, clerk(), address, body, Notice) == (1, 422)


def test_an_objection_is_registered_once(client):
    body = {"received_on": "2024-06-17", "raised_by": "王建国", "matter": "屋面防水做法"}
    address = reverse("approvals:objection", args=[posted().pk])

    assert twice(client, clerk(), address, body, Objection) == (1, 409)


def test_an_acceptance_and_its_defects_are_written_once(client):
    project = project_with_homes(at="accept")
    by = clerk()
    called = {"held_on": "2024-06-18", "owners": "王建国\n李明华"}
    address = reverse("approvals:open_acceptance", args=[project.pk])
    assert twice(client, by, address, called, Acceptance) == (1, 422)
    found = reverse("approvals:find_problem", args=[Acceptance.objects.get().pk])
    defect = {"part": "2 号楼屋面", "finding": "渗漏", "due_on": "2024-06-30"}

    assert twice(client, by, found, defect, AcceptanceProblem) == (1, 409)

    row = AcceptanceProblem.objects.get()
    client.post(reverse("approvals:fix_problem", args=[row.pk]), {"fixed_on": "2024-06-20"})
    assert client.post(found, defect).status_code == 302


def test_a_step_is_closed_once_and_the_second_tab_is_told(client):
    project = ProjectFactory()
    step = project.steps.get(key="apply")
    body = {"happened_on": "2024-03-22", "document_no": "北苑〔2024〕3号"}
    address = reverse("renovation:step_evidence", args=[step.pk])

    assert twice(client, clerk(), address, body, StageChange)[1] == 409


def test_a_reminder_goes_out_once(client):
    project = project_with_homes(at="design")
    address = reverse("renovation:step_remind", args=[project.steps.get(key="design").pk])

    assert twice(client, handler(), address, {}, Reminder) == (1, 302)


def test_an_allocation_is_booked_once(client):
    project = make.money_project()
    finance = UserFactory(role=Role.FINANCE)
    client.force_login(finance)
    address = reverse("funding:flows", args=[project.pk])
    sources = client.get(address).context["form"].fields["source"].queryset
    body = {
        "source": sources.first().pk,
        "amount": "1200.00",
        "document_no": "临财建〔2024〕9号",
        "allocated_on": "2024-06-20",
    }

    assert twice(client, finance, address, body, Allocation) == (1, 409)


def test_a_payment_and_its_reversal_are_booked_once(client):
    project = make.money_project()
    make.due(project)
    by = clerk()
    body = {
        "room": "1-1-101",
        "amount": "300.00",
        "voucher": "PZ-1",
        "channel": "bank",
        "paid_on": "2024-06-20",
    }
    address = reverse("funding:ledger", args=[project.pk])
    assert twice(client, by, address, body, LedgerEntry) == (1, 409)
    entry = LedgerEntry.objects.get()

    back = reverse("funding:reverse_entry", args=[project.pk, entry.pk])

    assert twice(client, by, back, {"reason": "退票"}, LedgerEntry) == (1, 302)


def test_a_determination_is_confirmed_once(client):
    project = make.money_project()
    make.due(project)
    row = Determination.objects.get(project=project, stage="due")
    before = (row.confirmed_at, row.confirmed_by)
    client.force_login(UserFactory(role=Role.FINANCE))

    answer = client.post(reverse("funding:confirm", args=[project.pk, row.pk]), follow=True)

    row.refresh_from_db()
    assert "已经复核" in answer.content.decode()
    assert (row.confirmed_at, row.confirmed_by) == before
