"""Things of elsewhere named in an address, a form or a body; and people who may not look."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from funding.models import LedgerEntry
from renovation.models import Project
from renovation.services.projects import withdraw
from tests.factories import funding as make
from tests.factories.accounts import UserFactory
from tests.factories.renovation import OTHER_STREET, TODAY, clerk, handler

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration_morning(settings):
    settings.DEMO_NOW = "2024-06-21T08:30:00"


@pytest.fixture
def project():
    project = make.money_project()
    make.due(project)
    return project


PAID = {"amount": "300.00", "voucher": "PZ-1", "channel": "bank", "paid_on": "2024-06-20"}


def test_an_entry_of_another_project_is_not_reversed_through_ones_own(client, project):
    other = make.money_project()
    make.due(other)
    entry = make.in_full(other)[0].entry
    client.force_login(clerk())

    address = reverse("funding:reverse_entry", args=[project.pk, entry.pk])

    assert client.post(address, {"reason": "退票"}).status_code == 404
    assert not LedgerEntry.objects.filter(reverses=entry).exists()


def test_a_household_of_another_project_has_no_account_here(client, project):
    other = make.money_project()
    make.due(other)
    share = other.determinations.get(stage="due").shares.first()
    client.force_login(handler())

    assert client.get(reverse("funding:household", args=[project.pk, share.pk])).status_code == 404
    assert client.get(reverse("funding:household", args=[other.pk, share.pk])).status_code == 200


def test_rest_takes_no_household_or_project_of_elsewhere(client, project):
    other = make.money_project(street_code=OTHER_STREET)
    make.due(other)
    mine, foreign = make.units_of(project)[0].pk, make.units_of(other)[0].pk
    client.force_login(clerk())

    def book(project, unit):
        body = PAID | {"project": project.pk, "unit": unit}
        return client.post("/api/v1/ledger/", body, content_type="application/json").status_code

    assert book(project, foreign) == 400
    assert book(other, foreign) in {400, 404}
    assert not LedgerEntry.objects.exists()
    assert book(project, mine) == 201


def test_nothing_is_collected_for_a_project_that_was_withdrawn(client, project):
    withdraw(by=handler(), on=TODAY, project=project, reason="居民撤回申请，临政办字〔2024〕20号")
    client.force_login(clerk())

    answer = client.post(reverse("funding:ledger", args=[project.pk]), PAID | {"room": "1-1-101"})

    assert answer.status_code == 422
    assert "项目已退出计划，不再收居民款" in answer.content.decode()
    assert "PZ-1" in answer.content.decode()
    assert not LedgerEntry.objects.exists()


def test_what_was_paid_before_goes_back_on_the_households_page(client, project):
    entry = make.in_full(project)[0].entry
    share = project.determinations.get(stage="due").shares.get(unit=entry.unit_id)
    withdraw(by=handler(), on=TODAY, project=project, reason="居民撤回申请，临政办字〔2024〕20号")
    client.force_login(clerk())
    address = reverse("funding:household", args=[project.pk, share.pk])

    shown = client.get(address)
    back = PAID | {"amount": str(entry.amount), "voucher": "TK-1", "reason": "退出计划"}
    answer = client.post(address, back)

    assert shown.context["may_refund"]
    assert shown.context["form"]["amount"].value() == entry.amount
    assert answer.status_code == 302
    assert LedgerEntry.objects.get(kind="refund").amount == entry.amount


def test_who_sees_no_projects_finds_none(client, project):
    page = reverse("reports:search")
    client.force_login(handler())
    name = Project.objects.get(pk=project.pk).name
    assert (
        reverse("renovation:project", args=[project.pk])
        in client.get(page, {"q": name}).content.decode()
    )
    keeper = UserFactory(role=Role.AUDIT_ADMIN)

    client.force_login(keeper)
    answer = client.get(page, {"q": name}, follow=True)

    assert reverse("renovation:project", args=[project.pk]) not in answer.content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_away(client, target):
    client.force_login(handler())

    answer = client.post(reverse("frame-switch"), {"year": "2024", "next": target})

    assert "evil" not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")
