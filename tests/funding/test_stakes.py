"""D4: the yuan that hang on a deadline stand on the project's page and in REST, with the day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.permissions import Role
from funding.selectors.stakes import stakes
from tests.factories import funding as make
from tests.factories.renovation import TODAY
from tests.factories.rewards import LAST, give, town

pytestmark = pytest.mark.django_db


def test_three_tenths_of_the_countys_own_money_hang_on_the_day():
    project = town()
    assert stakes(project, TODAY).rewards == ()
    give(project)
    (one,) = stakes(project, TODAY).at_stake
    assert (one.at_stake, one.until) == (Decimal("300000.00"), LAST)
    assert one.explanation.version.sequence == 1
    assert one.explanation.clauses[0].section == "五"
    assert stakes(project, LAST + timedelta(days=1)).at_stake == ()


def test_money_passed_down_is_not_the_countys_own():
    project = town()
    give(project, kind="province")
    assert stakes(project, TODAY).at_stake == ()


@pytest.mark.parametrize(("shift", "state"), [(0, "earned"), (1, "lost")])
def test_completed_on_the_last_day_it_is_won_and_a_day_later_lost(shift, state):
    project = town()
    give(project)
    make.reach(project, "completed", LAST + timedelta(days=shift))
    (one,) = stakes(project, LAST + timedelta(days=5)).rewards
    assert one.state == state


def test_a_place_that_the_text_leaves_open_is_told_and_not_guessed():
    project = town(undecided="是否属于中心城区没有写明")
    give(project)
    found = stakes(project, TODAY)
    assert found.rewards == ()
    assert "是否属于中心城区没有写明" in found.open_points[0]


def test_the_page_and_rest_show_yuan_and_day(client, settings):
    settings.DEMO_NOW = "2024-06-21 08:30"
    project = town()
    give(project)
    client.force_login(make.person(Role.FINANCE))
    url = reverse("funding:project", kwargs={"project_id": project.pk})
    page = client.get(url).content.decode()
    assert "300,000.00 元" in page
    assert LAST.isoformat() in page
    assert "市级奖补（逾期不得）" in page
    why = reverse("funding:stake", kwargs={"project_id": project.pk, "key": "reward"})
    assert "1,000,000.00 × 30%" in client.get(why).content.decode()
    body = client.get("/api/v1/money/stakes/", {"project": project.pk}).json()
    (one,) = body["rewards"]
    assert (one["at_stake"], one["until"], one["state"]) == (
        "300000.00",
        LAST.isoformat(),
        "open",
    )
    assert one["explanation"]["clauses"][0]["document"] == "测试"


def test_a_project_outside_ones_scope_is_not_there(client):
    project = town()
    client.force_login(make.person(Role.FINANCE, area="330382"))
    assert client.get("/api/v1/money/stakes/", {"project": project.pk}).status_code == 404
