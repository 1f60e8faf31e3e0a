"""正在征询 on the dashboard and over REST: turnout of running rounds, in scope, in two queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.permissions import Role
from approvals.selectors.running import running
from tests.approvals import clusters
from tests.approvals.streets import two_streets
from tests.approvals.test_scopes import answered, in_some_entrances, lifts, opened, with_a_lift
from tests.factories.accounts import UserFactory
from tests.factories.approvals import (
    AFTER,
    CLOSES,
    DURING,
    fill,
    open_round_for,
    project_with_homes,
    settled_round,
)
from tests.factories.renovation import OTHER_STREET, STREET, clerk, published_policy

pytestmark = pytest.mark.django_db
SAID = ("同意", "反对", "弃权", "agree", "against", "abstain")


@pytest.fixture(autouse=True)
def _evening(settings):
    settings.DEMO_NOW = DURING.isoformat()


def leader(area="370724"):
    return UserFactory(role=Role.LEADER, role__area=area)


def panel(client, by):
    client.force_login(by)
    page = client.get(reverse("reports:dashboard")).content.decode()
    return page.split("正在征询", 1)[1].split("</section>")[0] if "正在征询" in page else ""


def test_a_row_says_turnout_what_is_missing_and_where_the_pace_leads(client):
    round_ = open_round_for(project_with_homes())
    assert "还没有收回意见表" in panel(client, leader())
    fill(round_, agree=1, against=1, abstain=1)

    row = panel(client, leader())

    assert "剩 4 天" in row
    assert "还差 1 人" in row
    assert "按目前进度预计 06-23 达到" in row
    assert not [word for word in SAID if word in row]
    address = reverse("approvals:rounds", args=[round_.project_id])
    assert f'href="{address}?round=second"' in row
    assert client.get(address, {"round": "second"}).status_code == 200


@pytest.mark.parametrize("kind", ["turnout", "pace"])
def test_every_figure_opens_its_ground_and_tells_no_choice(client, kind):
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=2, against=1)
    address = reverse("reports:figure_why", args=[f"{kind}.{round_.pk}"])
    client.force_login(leader())

    page = client.get(address).content.decode().split('class="why-page', 1)[-1]

    assert ("2/3" in page) == (kind == "turnout")
    assert ("只作参考" in page) == (kind == "pace")
    assert not [word for word in SAID[1:3] if word in page]
    client.force_login(leader("370725"))
    assert client.get(address).status_code == 404


def test_two_queries_for_any_number_of_rounds():
    by = leader()
    counts = [len(running(by, DURING))]
    for _ in range(2):
        fill(open_round_for(project_with_homes()), agree=2)
        with CaptureQueriesContext(connection) as caught:
            running(by, DURING, 2024, STREET)
        counts.append(len(caught))
    assert counts == [0, 2, 2]
    assert not [query for query in caught if "approvals_paper" in query["sql"]]


def test_each_sees_the_own_place_and_only_running_ones():
    here = open_round_for(project_with_homes())
    settled_round(project_with_homes(), agree=5)
    assert [one.round for one in running(leader(), DURING)] == [here]
    assert [one.round for one in running(clerk(STREET), DURING)] == [here]
    assert running(clerk(OTHER_STREET), DURING) == []
    assert running(leader(), DURING, 2024, OTHER_STREET) == []
    assert running(leader(), DURING, 1999) == []


def test_a_round_of_one_entrance_leads_to_its_own_page():
    published_policy(in_some_entrances)
    project = project_with_homes(homes=6, buildings=2)
    round_ = opened(project, "lifts", places=["1-1"])
    answered(round_, e1r101=None)

    (row,) = running(leader(), DURING)

    assert (row.places, row.figures[0].total) == ("1 号楼 1 单元", 3)
    assert row.url.endswith(f"?round={round_.pk}")
    assert row.stands.state == "reached"
    assert running(leader(), AFTER)[0].stands.state == "reached"


def test_a_matter_put_to_each_entrance_leads_where_it_lacks_most():
    published_policy(with_a_lift)
    round_ = opened(project_with_homes(homes=6, buildings=1), groups=lifts())
    answered(round_, e2r101=None, e2r102=None)

    (row,) = running(leader(), DURING)

    assert row.stands.parts == (2, 1)
    assert row.stands.lead == "lift"
    assert len(row.reasons) == len(row.stands.tests)
    assert {one.version.title for one in row.reasons} == {row.reasons[0].version.title}


def test_a_round_of_a_cluster_is_one_row_with_all_its_owners():
    pair = clusters.pair_of_a_cluster()
    round_ = clusters.opened(pair[0])
    for area in ("", pair[1].area_code):
        (row,) = running(leader(), DURING, 2024, area)
        assert (row.round.whose, row.figures[0].total) == ("安乐组团", round_.heads)
        assert row.stands.gap


def test_each_street_of_a_cluster_comes_to_it_by_its_own_community(client):
    two = two_streets()
    for project, by in zip(two.projects, two.clerks, strict=True):
        (row,) = running(by, DURING)
        assert row.project == project.pk
        client.force_login(by)
        listed = client.get(reverse("approvals:round_list")).content.decode()
        assert row.url in listed
        assert client.get(row.url).status_code == 200
    assert running(leader(), DURING)[0].project == min(one.pk for one in two.projects)


def test_the_list_of_rounds_is_sorted_alike(client):
    calm, silent = (open_round_for(project_with_homes()) for _ in range(2))
    fill(calm, agree=6)
    settled = settled_round(project_with_homes(), agree=5)
    client.force_login(leader())

    page = client.get(reverse("approvals:round_list"), {"sort": "danger"})

    assert [row.pk for row in page.context["page_obj"]] == [silent.pk, calm.pk, settled.pk]


def test_rest_tells_the_same_figures_and_no_choice():
    round_ = open_round_for(project_with_homes())
    fill(round_, agree=2, against=1)
    rest = APIClient()
    rest.force_authenticate(leader())

    answer = rest.get("/api/v1/overview/rounds/")
    (row,) = answer.json()["rounds"]

    assert row["round"] == round_.pk
    assert row["turnout"][0] == {
        "label": "业主",
        "unit": "人",
        "value": "3",
        "total": "6",
        "needed": "2/3",
        "met": False,
    }
    assert row["missing"][0] == {"amount": "1", "unit": "人"}
    assert (row["state"], row["expected"], row["days_left"]) == ("coming", "2024-06-23", 4)
    assert not [word for word in SAID[3:] if word in answer.content.decode()]
    rest.force_authenticate(UserFactory(role=Role.UTILITY, role__area="370724"))
    assert rest.get("/api/v1/overview/rounds/").status_code == 403
    assert CLOSES.isoformat()[:10] in row["closes_at"]
