"""All that the rules decide about a project, and what the project itself shows."""

import pytest
from django.test import override_settings

from common.errors import OutOfScope
from config.demo import linqu
from funding.models import Determination
from policies.models import PolicyVersion
from policies.selectors.supposing import Supposing
from renovation.models import Project, Step
from renovation.rules.points import Kind, changes
from renovation.selectors.explain import explain
from reports.selectors.evaluation import Evaluation, evaluate_project
from tests.world import NOW, TODAY, standing


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker):
    """The whole demonstration: every community as far as its story has it."""
    morning = override_settings(DEMO_NOW=NOW, DEMO_PASSWORD="Ceshi-2024-koul")
    names = [story.name for story in linqu.STORIES]
    with morning, standing(django_db_blocker, *names, with_yueqing=True) as people:
        yield people


pytestmark = pytest.mark.django_db


def projects():
    return list(Project.objects.order_by("code"))


def test_deadlines_are_those_that_the_steps_show():
    whole = Evaluation.of(projects(), TODAY)
    compared = 0
    for project in projects():
        for point in whole.points(project):
            if point.kind is Kind.DEADLINE:
                step = Step.objects.get(project=project, key=point.key.partition(".")[2])
                assert point.day == step.due_on, (project, step)
                compared += 1
    assert compared > 20


def test_gates_are_those_behind_the_pages():
    compared = 0
    for project in projects():
        for point in evaluate_project(project, TODAY):
            if point.kind is Kind.GATE:
                try:
                    shown = explain(project, point.key, TODAY).explanation
                except OutOfScope:  # a step that is not weighed, or tests that say it better
                    continue
                assert shown.result == point.explanation.result
                compared += 1
    assert compared > 20


def test_shares_are_those_determined():
    compared = 0
    for project in projects():
        for point in evaluate_project(project, TODAY):
            if point.kind is Kind.SHARE:
                kind = point.key.partition(".")[2]
                rows = Determination.objects.filter(project=project, live=True)
                stored = {sum(line.amount for line in row.lines.filter(kind=kind)) for row in rows}
                assert point.amount in stored
                compared += 1
    assert compared > 3


def test_results_are_those_of_the_running_tallies():
    found = [
        point
        for project in projects()
        for point in evaluate_project(project, TODAY)
        if point.kind is Kind.RESULT
    ]
    assert found
    assert {point.result.partition("；")[0] for point in found} <= {
        "通过",
        "有效，未通过",
        "参与不足",
    }


def test_a_version_against_itself_changes_nothing():
    rows = projects()
    whole = Evaluation.of(rows, TODAY)
    for version in PolicyVersion.objects.select_related("policy").filter(status="published"):
        supposing = Supposing(version, TODAY)
        for project in rows:
            if not project.area_code.startswith(version.policy.area_code):
                continue
            ruleset = supposing.ruleset(project.area_code)
            found = list(changes(whole.points(project), whole.points_as_if(project, ruleset)))
            assert found == [], (str(version), project.name)


def test_every_point_explains_itself_by_clause_and_version():
    for project in projects():
        for point in evaluate_project(project, TODAY):
            why = point.explanation
            assert why.title, point
            assert why.result, point
            assert why.version, point


def test_one_project_costs_at_most_fifteen_questions(django_assert_max_num_queries):
    project = Project.objects.order_by("-code").first()
    with django_assert_max_num_queries(15):
        assert evaluate_project(project, TODAY)


def test_many_projects_cost_no_more(django_assert_max_num_queries):
    rows = projects()
    assert len(rows) > 10
    with django_assert_max_num_queries(15):
        whole = Evaluation.of(rows, TODAY)
        assert all(whole.points(project) for project in rows)
