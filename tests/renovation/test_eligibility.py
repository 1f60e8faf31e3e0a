"""May a project's community be renovated: what is known, what is missing, and who says so."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from districts.models import Building
from policies.rules.eligibility_model import Answer
from renovation.selectors.eligibility import eligibility_of, known_facts, panel
from renovation.services.facts import declare_fact
from reports.selectors.explaining import explain_one
from tests.factories.renovation import NOW, ProjectFactory, clerk, handler, published_policy

pytestmark = pytest.mark.django_db

SCOPE = """
eligibility:
  - key: scope
    name: 改造范围
    grants: renovation
    says: 县城街道内 2000 年底前建成、未列入棚改计划的小区
    clause: [测试 一]
    criteria:
      - {key: place, name: 所在地, kind: place, kinds: [street], says: 街道, clause: [测试 一]}
      - key: built
        name: 建成时间
        kind: built
        says: 以 2000 年底为界
        clause: [测试 一]
        windows:
          - {key: early, to: 2000, answer: eligible, says: 2000 年底前, clause: [测试 一]}
          - {key: late, after: 2000, answer: excluded, says: 2000 年后, clause: [测试 一]}
      - key: tracks
        name: 不纳入的情形
        kind: exclusions
        says: 棚改的不纳入
        clause: [测试 一]
        rows: [{fact: clearance.listed, says: 已列入棚改计划的不纳入, clause: [测试 一]}]
"""
URL = "/api/v1/projects/{}/explain/eligibility.scope/"


def stated(text):
    return text.replace("\nrounds:", SCOPE + "\nrounds:", 1)


@pytest.fixture
def project():
    published_policy(stated)
    project = ProjectFactory()
    project.community.built_year = 1996
    project.community.built_year_proof = "不动产登记"
    project.community.save()
    return project


def declared(project, value, key="clearance.listed"):
    declare_fact(
        by=handler(), at=NOW, project=project, key=key, value=value, reason="县棚改计划〔2024〕1号"
    )


def answer(project):
    (one,) = eligibility_of(project)
    return one


def test_what_nobody_has_recorded_is_missing_and_named(project):
    one = answer(project)
    assert one.outcome.answer is Answer.UNKNOWN
    assert one.outcome.missing == (("clearance.listed", ""),)
    assert one.explanation.sentence.endswith("需要“已列入棚户区改造计划”。")
    sources = {row.label: row.source for row in one.explanation.inputs}
    assert sources["建成年份"] == "不动产登记"
    assert sources["所在地类别"].startswith("小区台账")
    assert "建成日期" not in sources  # the year is enough


def test_a_declared_fact_settles_it_by_its_paper(project):
    declared(project, "false")
    assert answer(project).outcome.answer is Answer.ELIGIBLE
    declared(project, "true")
    one = answer(project)
    assert one.outcome.answer is Answer.EXCLUDED
    inputs = {row.label: row for row in one.explanation.inputs}
    assert "县棚改计划〔2024〕1号" in inputs["已列入棚户区改造计划"].source


def test_the_version_of_the_opening_day_governs(project):
    explained = answer(project).explanation
    assert explained.version.sequence == 1
    assert (explained.trigger.event, explained.trigger.day) == (
        "项目建档日",
        project.opened_on.isoformat(),
    )


def test_a_community_without_a_year_is_not_given_one(project):
    project.community.built_year = None
    project.community.save()
    assert ("built.year", "") in answer(project).outcome.missing


def test_buildings_of_different_years_are_answered_one_by_one(project):
    declared(project, "false")
    for number, year in (("1", 1998), ("2", 2003), ("3", 1998)):
        Building.objects.create(community=project.community, number=number, built_year=year)
    assert list(known_facts(project)) == ["1号楼、3号楼", "2号楼"]
    one = answer(project)
    assert one.outcome.answer is Answer.DECIDE
    assert [child.title for child in one.explanation.children] == ["1号楼、3号楼", "2号楼"]
    assert [child.result for child in one.explanation.children] == ["符合", "不符合"]
    assert "2号楼：不符合" in one.explanation.sentence


def test_the_page_tells_every_reason_and_where_to_record_what_is_missing(client, project):
    client.force_login(handler())
    page = client.get(reverse("renovation:project", args=[project.pk])).content.decode()
    assert "尚不能判定：需要“已列入棚户区改造计划”" in page
    assert reverse("renovation:why", args=[project.pk, "eligibility.scope"]) in page
    url = reverse("renovation:declare", args=[project.pk, "clearance.listed"])
    assert url in page
    form = client.get(url).content.decode()
    assert "是" in form
    body = {"value": "false", "reason": "县棚改计划〔2024〕1号"}
    after = client.post(url, body, follow=True).content.decode()
    assert "3 项标准" not in after
    assert "补记" not in after
    assert answer(project).outcome.answer is Answer.ELIGIBLE


def test_who_may_not_edit_reads_and_has_no_links(project):
    (row,) = panel(project, clerk())
    assert row["label"] == "尚不能判定"
    assert row["to_record"] == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("clearance.listed", "maybe", "true 或 false"),
        ("application.received_on", "soon", "日期"),
        ("property.kind", "moon", "private"),
        ("place.code", "370724001", "不能直接填报"),
        ("plan.year", "2024", "不能直接填报"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(api_client, project, key, value, told):
    body = {"key": key, "value": value, "reason": "依据"}
    response = api_client.post(f"/api/v1/projects/{project.pk}/facts/", body, format="json")
    assert response.status_code == 400
    assert told in response.content.decode()


@pytest.fixture
def api_client():
    client = APIClient()
    client.force_authenticate(handler())
    return client


def test_rest_gives_the_same_explanation(api_client, project):
    body = api_client.get(URL.format(project.pk)).json()
    assert body["explanation"] == answer(project).explanation.to_dict()
    assert body["explanation"]["children"][2]["clauses"][0]["section"] == "一"
    assert api_client.get(URL.format(project.pk).replace("scope", "moon")).status_code == 404


def test_a_policy_without_such_a_rule_says_so(client):
    project = ProjectFactory()
    client.force_login(handler())
    page = client.get(reverse("renovation:project", args=[project.pk])).content.decode()
    assert "没有写明“改造范围”" in page


def test_the_answer_asks_few_questions_whatever_the_buildings(
    project, django_assert_max_num_queries
):
    answer(project)
    with django_assert_max_num_queries(7):
        answer(project)
    for number in range(30):
        Building.objects.create(community=project.community, number=str(number), built_year=1990)
    with django_assert_max_num_queries(7):
        answer(project)


def test_the_command_lists_and_explains_it_too(project):
    found, every = explain_one(project, "eligibility.scope", NOW.date())
    assert found.explanation == answer(project).explanation
    assert "eligibility.scope" in {one.key for one in every}
