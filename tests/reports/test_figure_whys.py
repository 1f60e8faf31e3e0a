"""Every figure of the dashboard opens its 依据: which rows, how added, by which document."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.permissions import Role
from common.errors import OutOfScope
from funding.selectors.money_rows import MoneyRow
from policies.rules.timing import Calendar
from policies.rules.vocabulary import MilestoneKind
from renovation.models import Plan
from renovation.selectors.pages import why_url
from reports.selectors.figure_whys import of_countdown, of_money, of_stage
from reports.selectors.listed_projects import bucket_of
from reports.selectors.money import Money
from reports.selectors.progress import Stage
from tests.factories.accounts import UserFactory
from tests.factories.renovation import PlanFactory, ProjectFactory, handler

PLAN = Plan(year=2024, document_no="临政办字〔2024〕17号", start_by=date(2024, 6, 30))


def test_a_countdown_counts_days_and_working_days_to_the_plans_own_limit():
    days = SimpleNamespace(is_working=lambda day: day.weekday() < 5)
    told = of_countdown(PLAN, date(2024, 6, 21), days)

    assert (told.result, told.unit) == ("9", "天")
    assert [line.value for line in told.lines] == ["9 天", "5 天"]
    assert told.clauses[0].document == "临政办字〔2024〕17号"


def test_a_stage_adds_those_who_stand_there_and_those_who_went_on():
    stages = [
        Stage(MilestoneKind.ADMITTED, "纳入计划", reached=5, households=300, stopped=2),
        Stage(MilestoneKind.STARTED, "已开工", reached=3, households=180, stopped=3),
    ]
    told = of_stage("admitted", stages, PLAN)

    assert [line.value for line in told.lines] == ["2", "3", "5"]


def row(key, name, planned, received, paid):
    return MoneyRow(key, name, Decimal(planned), Decimal(received), Decimal(paid))


def test_money_says_its_shares_with_the_numbers_in_them():
    rows = [row("city", "市级", "300.00", "100.00", "50.00"), row("bond", "债券", "100", "0", "0")]
    money = Money(rows, row("", "合计", "400.00", "100.00", "50.00"), Decimal(50), {})

    told = of_money("total", money)

    assert [(line.expression, line.value) for line in told.lines] == [
        ("100.00 ÷ 400.00", "25.0%"),
        ("50.00 ÷ 100.00", "50.0%"),
        ("100.00 − 50.00", "50.00"),
    ]
    assert [line.label for line in told.children[0].lines] == ["市级", "债券", "合计"]
    assert of_money("bond", money).lines[1].value == "没有基数，不计"


ABSENT = [
    lambda: of_money("moon", None),
    lambda: of_stage("x", [], None),
    lambda: of_countdown(None, date(2024, 6, 21), Calendar({})),
]


@pytest.mark.parametrize("ask", ABSENT)
def test_a_figure_that_is_not_there_has_no_ground(ask):
    with pytest.raises(OutOfScope):
        ask()


@pytest.mark.django_db
def test_figures_and_due_days_lead_to_their_grounds(client):
    project = ProjectFactory(planned=PlanFactory())
    client.force_login(UserFactory(role=Role.LEADER, role__area="370724"))
    page = client.get(reverse("reports:dashboard")).content.decode()
    target = reverse("reports:figure_why", args=["target.households"])

    assert target in page
    assert reverse("reports:figure_why", args=["stage.admitted"]) in page
    told = client.get(target, headers={"HX-Request": "true"}).content.decode()
    assert "目标与完成：住户" in told
    assert "城关街道" in told
    assert "<html" not in told
    street = reverse("reports:figure_why", args=["street.370724001"])
    assert street in page
    told = client.get(street).content.decode()
    assert project.name in told
    assert client.get(reverse("reports:figure_why", args=["held.moon"])).status_code == 404
    moon = reverse("reports:figure_why", args=["target.moon"])
    assert client.get(moon).status_code == 404

    client.force_login(handler())
    step = project.steps.get(key="design")
    listed = client.get(reverse("renovation:step_list")).content.decode()
    assert step.due_on
    client.force_login(UserFactory(role=Role.STREET_CLERK, role__area="370724001"))
    load = reverse("reports:figure_why", args=["load"])
    assert load in client.get(reverse("reports:workbench")).content.decode()
    told = client.get(load).content.decode()
    assert step.name in told
    assert str(step.due_on) in told
    client.force_login(UserFactory(role=Role.POLICY_OFFICER, role__area="370724"))
    assert client.get(target).status_code == 403
    assert client.get(load).status_code == 200
    assert why_url(project, step.why_key) in listed


@pytest.mark.parametrize(
    ("due", "bucket"),
    [
        (date(2024, 6, 20), "late"),
        (date(2024, 6, 21), "soon"),
        (date(2024, 6, 28), "soon"),
        (date(2024, 6, 29), "later"),
        (None, "later"),
    ],
)
def test_a_due_day_is_counted_under_one_colour(due, bucket):
    assert bucket_of(due, date(2024, 6, 21)) == bucket
