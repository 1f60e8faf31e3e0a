"""Everything that the rules decide about one project."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from renovation.models import Project, ProjectFact, Step, StepDocument
from reports.selectors.evaluation import evaluate_project
from tests.benchmarks.world import TODAY, running_projects


def bench_evaluating_one_project(bench, db):
    project = Project.objects.get(pk=running_projects(2)[0].pk)
    with CaptureQueriesContext(connection) as asked:
        assert len(evaluate_project(project, TODAY)) > 20

    def bare():
        list(Step.objects.filter(project=project))
        list(ProjectFact.objects.filter(project=project))
        list(StepDocument.objects.filter(step__project=project))

    bench(
        "evaluate one project whole: steps, deadlines, gates, papers, shares, votes",
        lambda: evaluate_project(project, TODAY),
        limit_ms=20,
        floor=("its steps, facts and papers read and nothing decided", bare),
        runs=15,
        queries=len(asked),
    )
    assert len(asked) <= 15
