"""`manage.py explain`: one thing explained, or what can be."""

import json

import pytest
from django.core.management import call_command

from common.explanations import Explanation
from renovation.models import Project
from renovation.selectors.explain import explain
from tests.benchmarks.world import running_projects
from tests.factories.renovation import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings):
    settings.DEMO_NOW = "2024-06-21 08:30"


@pytest.fixture
def project():
    return Project.objects.get(pk=running_projects(2)[0].pk)


def run(capsys, *arguments):
    """Exit code, and what was printed."""
    code = 0
    try:
        call_command("explain", *arguments)
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("deadline.consult", "2024-06-24"),
        ("gate.money.paid", "尚不能判定"),
        ("share.residents", "300,000.00"),
        ("result.second.renovate", "通过"),
        ("residents", "300,000.00"),
    ],
)
def test_a_thing_is_explained_with_clause_and_version(project, capsys, what, words):
    code, said = run(capsys, project.code, what)
    assert code == 0
    assert words in said
    assert "条款：测试" in said
    assert "第 1 版" in said


def test_the_json_is_the_one_shape(project, capsys):
    code, said = run(capsys, project.code, "deadline.design", "--json")
    body = json.loads(said)
    assert code == 0
    assert (body["project"], body["what"], body["kind"]) == (
        project.code,
        "deadline.design",
        "期限",
    )
    shown = explain(project, "deadline.design", TODAY).explanation
    assert Explanation.from_dict(body["explanation"]) == shown


def test_without_a_thing_all_are_listed(project, capsys):
    code, said = run(capsys, project.name, "--json")
    known = {row["what"] for row in json.loads(said)["known"]}
    assert code == 0
    assert {"deadline.design", "gate.review.low_risk", "share.government"} <= known


def test_an_unknown_thing_lists_what_there_is(project, capsys):
    code, said = run(capsys, str(project.pk), "deadline.moon")
    assert code == 1
    assert "没有“deadline.moon”" in said
    assert "deadline.design" in said


def test_an_unknown_project_is_a_wrong_call(project, capsys):
    assert run(capsys, "没有的小区", "deadline.design")[0] == 2
