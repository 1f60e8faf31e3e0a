"""Adjusting a plan and grouping projects: their pages, their addresses, clusters."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from common.errors import Conflict, Refused
from renovation.models import PlanEntry, ProjectGroup
from renovation.services.groups import GroupEntry, enter_group
from tests.factories.renovation import NOW, handler, issued_plan


@pytest.fixture
def plan(db):
    return issued_plan()


@pytest.fixture
def api():
    def sign(user):
        client = APIClient()
        client.force_authenticate(user)
        return client

    return sign


def lines(plan):
    return list(plan.lines.select_related("project__community", "plan").order_by("position"))


def cluster(projects, **changes):
    values = {
        "kind": "cluster",
        "area_code": "370724",
        "name": "安乐西组团",
        "first_year": 2021,
        "last_year": 2023,
        "document_no": "洛龙政〔2021〕5号",
        "households": 150,
    }
    version = changes.pop("version", 0)
    group = changes.pop("group", None)
    return enter_group(
        by=handler(),
        at=NOW,
        entry=GroupEntry(**values | changes),
        projects=projects,
        group=group,
        version=version,
    )


def test_a_cluster_has_totals_of_its_own_and_its_projects_know_that_they_lie_in_it(plan):
    projects = [line.project for line in lines(plan)[:2]]

    group = cluster(projects)

    facts = projects[0].facts.get(key="cluster.member")
    assert facts.value == "true"
    cluster(projects[1:], group=group, version=group.version)
    assert not projects[0].facts.filter(key="cluster.member").exists()
    with pytest.raises(Refused, match="安乐西组团"):
        cluster(projects, name="安乐东组团")
    with pytest.raises(Conflict):
        cluster(projects, group=group, version=0)


def test_the_pages_enter_what_is_typed_and_keep_a_refused_form(client, plan):
    client.force_login(handler())
    line = lines(plan)[0]
    typed = {"document_no": "临〔2024〕9号", "reason": "户数核实", "line": line.pk}
    revision = reverse("renovation:plan_adjust", args=[plan.pk, "revision"])

    refused = client.post(revision, typed | {"buildings": 3, "households": 0, "floor_area": "3000"})
    done = client.post(revision, typed | {"buildings": 3, "households": 32, "floor_area": "3000"})
    page = client.get(reverse("renovation:plan", args=[plan.pk])).content.decode()

    assert refused.status_code == 422
    assert "户数核实" in refused.content.decode()
    assert done.status_code == 302
    assert "临〔2024〕9号" in page
    assert "182" in page


@pytest.mark.parametrize("kind", ["addition", "withdrawal", "split", "merge", "rename", "revision"])
def test_every_kind_of_adjustment_has_its_page(client, plan, kind):
    client.force_login(handler())

    answer = client.get(reverse("renovation:plan_adjust", args=[plan.pk, kind]))

    assert answer.status_code == 200
    assert "依据文号" in answer.content.decode()


def test_a_split_is_typed_line_by_line_and_every_wrong_line_is_named(client, plan):
    client.force_login(handler())
    line = lines(plan)[1]
    address = reverse("renovation:plan_adjust", args=[plan.pk, "split"])
    typed = {"document_no": "临〔2024〕9号", "reason": "分期实施", "line": line.pk}

    wrong = client.post(address, typed | {"parts": "东区 1 20 2000\n西区 二 40 4000\n北区 1 2"})
    right = client.post(address, typed | {"parts": "东区 1 20 2000.00\n西区，2，40，4000"})

    assert "第 2 行" in wrong.content.decode()
    assert "第 3 行" in wrong.content.decode()
    assert right.status_code == 302


def test_groups_are_entered_and_changed_on_their_pages(client, plan):
    client.force_login(handler())
    member = lines(plan)[0].project
    typed = {
        "kind": "investment",
        "name": "城关片区改造项目",
        "first_year": 2024,
        "last_year": 2024,
        "document_no": "临发改〔2024〕2号",
        "households": 30,
        "projects": [member.pk],
    }

    done = client.post(reverse("renovation:group_new"), typed)
    page = client.get(done.url).content.decode()

    assert "一致" in page
    assert member.name in page
    assert (
        client.get(
            reverse("renovation:group_edit", args=[ProjectGroup.objects.get().pk])
        ).status_code
        == 200
    )
    assert "城关片区改造项目" in client.get(reverse("renovation:groups")).content.decode()


def test_the_same_over_rest_once_however_often_it_is_sent(api, plan):
    asking = api(handler())
    first, second, _ = lines(plan)
    address = f"/api/v1/plans/{plan.pk}/entries/"
    body = {"kind": "merge", "document_no": "临〔2024〕9号", "reason": "相邻小区合并实施"}
    body |= {"line": first.pk, "lines": [second.pk]}

    answers = [
        asking.post(address, body, format="json", headers={"Idempotency-Key": "a1"})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert PlanEntry.objects.count() == 1
    sums_ = {one["key"]: one for one in asking.get(f"/api/v1/plans/{plan.pk}/baseline/").json()}
    assert (sums_["projects"]["issued"], sums_["projects"]["adjusted"]) == ("3", "2")
    why = asking.get(f"/api/v1/plans/{plan.pk}/explain/projects/").json()
    assert "临〔2024〕9号" in str(why["explanation"])


def test_a_group_over_rest_answers_with_both_totals(api, plan):
    asking = api(handler())
    member = lines(plan)[1].project
    body = {
        "kind": "cluster",
        "area_code": "370724",
        "name": "关林东组团",
        "first_year": 2021,
        "last_year": 2023,
        "document_no": "洛龙政〔2021〕5号",
        "households": 61,
        "projects": [member.pk],
    }

    made = asking.post("/api/v1/project-groups/", body, format="json")

    assert made.status_code == 201
    assert (made.json()["households"], made.json()["sums"]["households"]) == (61, "60")
