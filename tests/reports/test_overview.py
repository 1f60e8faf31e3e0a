"""The overview counts what is stored: the demonstration's figures, in scope, in few queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings
from django.urls import reverse

from accounts.permissions import Role
from reports.selectors import money, progress, workbench, workload
from tests import world
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 21)


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    with override_settings(DEMO_NOW=world.NOW, DEMO_PASSWORD="Ceshi-2024-koul"):
        names = ("电力局北家属院", "电机厂家属院", "武装部家属院", "沂山转播台家属院")
        with world.standing(django_db_blocker, *names) as found:
            yield found


@pytest.fixture(autouse=True)
def _morning(settings):
    settings.DEMO_NOW = world.NOW


@pytest.fixture
def leader(people):
    return people.by_name["demo_leader"]


def test_targets_add_up_to_the_plan(leader):
    found = {row.key: row for row in progress.targets(progress.lines(leader, 2024, ""))}

    assert found["communities"].planned == 16
    assert found["households"].planned == 1216
    assert found["buildings"].planned == 41
    assert found["floor_area"].planned == Decimal("138479.32")
    assert (found["communities"].started, found["communities"].accepted) == (1, 1)


def test_every_project_stops_at_exactly_one_stage(leader):
    stages = progress.funnel(progress.lines(leader, 2024, ""))

    assert sum(stage.stopped for stage in stages) == 16
    reached = [stage.reached for stage in stages]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] == 16
    assert stages[-1].names[0][1] == "电机厂家属院"


def test_streets_add_up_to_the_whole(leader):
    rows = progress.streets(progress.lines(leader, 2024, ""), TODAY)

    assert [(row.name, row.communities, row.households) for row in rows] == [
        ("城关街道", 14, 1100),
        ("东城街道", 2, 116),
    ]
    assert sum(row.late + row.soon + row.later for row in rows) == 16


def test_the_four_counts_add_up_and_know_whose_they_are(people):
    clerk = people.by_name["demo_clerk"]
    rows = workload.in_hand(clerk, 2024, "")

    found = workload.load(rows, TODAY, clerk.access.unit_codes())

    assert found.late.all + found.soon.all + found.later.all == found.total.all == 14
    assert found.late.all == 1
    assert found.total.mine > 0


def test_a_clerk_sees_only_the_own_street(people):
    east = people.by_name["demo_clerk_east"]

    assert {row.name for row in workload.in_hand(east, 2024, "")} == {
        "军休所小区",
        "沂山转播台家属院",
    }


def test_late_ones_come_first(people):
    handler = people.by_name["demo_handler"]
    rows = workload.in_hand(handler, 2024, "")

    first = workbench.urgent_first(rows, TODAY, handler.access.unit_codes())[0]

    assert first.name == "武装部家属院"


def test_money_flows_balance(leader):
    found = money.overview(leader, 2024, "")

    into = sum(
        Decimal(link["value"]) for link in found.flows["links"] if link["target"] == money.ARRIVED
    )
    out = sum(
        Decimal(link["value"]) for link in found.flows["links"] if link["source"] == money.ARRIVED
    )
    assert into == out == found.total.received


def test_money_is_not_shown_without_the_right(people):
    assert money.overview(people.by_name["demo_department"], 2024, "") is None


@pytest.mark.parametrize("name", ["workbench", "dashboard", "papers", "search"])
def test_pages_of_the_out_tray_open(client, leader, name):
    client.force_login(leader)

    answer = client.get(reverse(f"reports:{name}"), {"q": "电力"})

    assert answer.status_code == 200


def test_the_dashboard_says_how_things_stand(client, leader):
    client.force_login(leader)

    page = client.get(reverse("reports:dashboard")).content.decode()

    assert "离 06-30 全部开工还有 9 天：16 个小区开工 1 个，还差 15 个" in page
    assert "138,479" not in page  # overviews show 万㎡
    assert "13.85" in page


def test_search_finds_communities_by_part_of_the_name(client, leader):
    client.force_login(leader)

    page = client.get(reverse("reports:search"), {"q": "电力局"}).content.decode()

    assert "电力局北家属院" in page
    assert "电力局南家属院" in page


def test_reminding_late_units_leaves_a_trace_and_is_done_once(client, people):
    client.force_login(people.by_name["demo_handler"])

    first = client.post(reverse("reports:remind_late"), follow=True).content.decode()
    again = client.post(reverse("reports:remind_late"), follow=True).content.decode()

    assert "已催办 1 件：武装部家属院" in first
    assert "今天已经催办过" in again


def test_a_leader_may_not_remind(client, leader):
    client.force_login(leader)

    assert client.post(reverse("reports:remind_late")).status_code == 403


def test_a_dossier_outside_the_scope_is_not_there(client, people):
    from renovation.models import Project

    east = people.by_name["demo_clerk_east"]
    client.force_login(east)
    north = Project.objects.get(name="电力局北家属院")

    assert client.post(reverse("reports:print", args=["dossier", north.pk])).status_code == 404


def test_someone_without_projects_gets_an_empty_workbench_that_says_what_to_do(client):
    client.force_login(UserFactory(role=Role.STREET_CLERK, role__area="330382001"))

    page = client.get(reverse("reports:workbench")).content.decode()

    assert "没有在办事项" in page


def test_a_paper_about_money_is_closed_to_who_may_not_see_money(client, people):
    from funding.models import Determination
    from records.models import IssuedPaper

    row = Determination.objects.filter(project__name="电力局北家属院", live=True).first()
    client.force_login(people.by_name["demo_handler"])
    client.post(reverse("reports:print", args=["shares", row.pk]))
    paper = IssuedPaper.objects.get(kind="shares", subject_id=str(row.pk))
    address = reverse("records:paper_pdf", args=[paper.pk])

    client.force_login(people.by_name["demo_policy"])
    listed = client.get(reverse("reports:papers")).content.decode()
    opened = client.get(address)
    asked = client.post(reverse("reports:print", args=["shares", row.pk]))

    assert paper.serial not in listed
    assert opened.status_code == 403
    assert asked.status_code == 403
    client.force_login(people.by_name["demo_auditor"])
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
