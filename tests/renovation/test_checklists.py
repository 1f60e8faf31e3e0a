"""A standard of the policy marked item by item, until the gate that asks for it opens."""

from datetime import timedelta

import pytest
import yaml
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AuditEntry
from accounts.permissions import Role
from common.errors import NotAllowed, OutOfScope, Refused
from renovation.models import ChecklistMark, ProjectFact
from renovation.selectors.checklists import checklist_of
from renovation.selectors.procedure import procedure
from renovation.selectors.situations import decide
from renovation.services.checklists import mark_items
from tests.factories.accounts import UserFactory
from tests.factories.renovation import NOW, TODAY, ProjectFactory, clerk, handler, published_policy

pytestmark = pytest.mark.django_db
RULE = {"clause": ["测试 九"]}
ITEMS = ["water", "power", "green"]


def shaped(text):
    """The test policy with a standard that the design is held to, and one that nothing asks for."""
    data = yaml.safe_load(text)
    items = [{"key": key, "name": name} for key, name in zip(ITEMS, "水电绿", strict=True)]
    data["checklists"] = [
        {"key": "six", "name": "六有", "says": "逐项达标", "items": items, **RULE},
        {"key": "two", "name": "两整", "says": "逐项达标", "items": items[:2], **RULE},
    ]
    design = next(one for one in data["procedure"]["steps"] if one["key"] == "design")
    design["gates"] = [
        {
            "key": "six_met",
            "fact": "checklist.open_items",
            "scope": "six",
            "operator": "=",
            "value": "0",
            "owed_by": "street",
            "says": "六有全部达到",
            **RULE,
        }
    ]
    return yaml.safe_dump(data, allow_unicode=True)


@pytest.fixture
def project():
    published_policy(shaped)
    return ProjectFactory(at="design")


def mark(project, by=None, **values):
    return mark_items(
        by=by or clerk(),
        at=NOW,
        project=project,
        checklist="six",
        **({"marks": dict.fromkeys(ITEMS, True), "seen_on": TODAY} | values),
    )


def gap(project):
    """What the gate still says, "" when it is met."""
    decision = decide(project.steps.get(key="design"), TODAY)
    return "".join(line.gap for line in decision.blockers if line.key == "six_met")


def test_before_anybody_looked_the_gate_cannot_be_decided(project):
    assert "尚不能判定：需要" in gap(project)
    assert not ProjectFact.objects.filter(project=project, key="checklist.open_items").exists()


def test_items_are_marked_until_the_gate_opens(project):
    first = mark(project, marks={"water": True, "power": False})
    assert (first.open_items, first.outcome.passed) == (2, False)
    assert gap(project)

    last = mark(project, marks={"power": True, "green": True}, remark="现场复查")

    assert (last.open_items, last.outcome.passed) == (0, True)
    assert gap(project) == ""
    assert ChecklistMark.objects.filter(project=project, item="power").count() == 2


def test_the_fact_says_item_by_item_why(project):
    mark(project, marks={"water": True, "power": False})

    row = ProjectFact.objects.get(project=project, key="checklist.open_items", scope="six")

    assert row.value == "2"
    lines = [(line["label"], line["value"]) for line in row.explanation["lines"]]
    assert lines == [("水", "达标"), ("电", "未达标"), ("绿", "未检查")]
    assert row.explanation["clauses"][0]["section"] == "九"
    assert row.explanation["version"]["policy"] == "test-linqu"
    entry = AuditEntry.objects.get(action="checklist.mark")
    assert entry.summary == "六有：检查 2 项，还有 2 项未达标"


def test_what_is_marked_as_before_is_not_written_again(project):
    mark(project, marks={"water": True})

    mark(project, marks={"water": True, "power": True})

    assert ChecklistMark.objects.filter(project=project, item="water").count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"marks": {"moon": True}}, "清单中没有这一项"),
        ({"marks": {}}, "没有新的检查结果"),
        ({"seen_on": TODAY + timedelta(1)}, "检查日不能晚于今天"),
    ],
)
def test_what_cannot_have_been_seen_is_refused(project, values, words):
    with pytest.raises(Refused, match=words):
        mark(project, **values)
    assert not ChecklistMark.objects.exists()


def test_a_standard_of_another_policy_is_not_there(project):
    with pytest.raises(OutOfScope):
        checklist_of(project, "moon")


def test_who_does_not_work_steps_marks_nothing(project):
    leader = UserFactory(role=Role.LEADER, role__area="370724")
    with pytest.raises(NotAllowed):
        mark(project, by=leader)


def test_the_page_shows_and_takes_the_marks(client, project):
    client.force_login(clerk())
    url = reverse("renovation:checklist", args=[project.pk, "six"])
    assert "3 项中 0 项达标" in client.get(url).content.decode()

    sent = {"seen_on": TODAY, "remark": "", "item:water": "true", "item:power": "false"}
    page = client.post(url, sent, follow=True).content.decode()

    assert "已保存，还有 2 项未达标" in page
    assert reverse("renovation:why", args=[project.pk, "fact.checklist.open_items@six"]) in page
    assert client.get(reverse("renovation:checklist", args=[project.pk, "moon"])).status_code == 404


def test_a_step_leads_to_its_standard_and_the_acceptance_to_the_rest(project):
    rows = [row for _, rows in procedure(handler(), project, TODAY) for row in rows]
    links = {row.step.key: [label for label, _ in row.links] for row in rows}

    assert "逐项检查“六有”" in links["design"]
    assert not any("两整" in label for label in links["design"])


def test_over_rest_items_are_marked_and_explained(project):
    client = APIClient()
    client.force_authenticate(clerk())
    url = f"/api/v1/projects/{project.pk}/checklists/"
    assert [one["open_items"] for one in client.get(url).json()] == [3, 2]

    body = {"checklist": "six", "marks": {"water": True}, "seen_on": str(TODAY)}
    made = client.post(url, body, format="json")

    assert made.status_code == 201
    assert made.json()["open_items"] == 2
    assert [item["met"] for item in made.json()["items"]] == [True, None, None]
    assert made.json()["explanation"]["unit"] == "项"
    assert client.post(url, body | {"checklist": "moon"}, format="json").status_code == 404
