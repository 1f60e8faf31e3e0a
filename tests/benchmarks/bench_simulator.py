"""A new version held against four hundred running projects."""

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.permissions import Role
from policies.loading.parse import content_hash, parse_text
from policies.models import PolicyVersion
from renovation.models import Simulation
from reports.selectors.evaluation import Evaluation
from reports.services.simulating import simulate
from tests.benchmarks.world import CHANGE, TODAY, newer, running_projects
from tests.factories.accounts import UserFactory
from tests.factories.renovation import NOW, TEXT


def draft():
    """The next version of the test policy, nobody's yet."""
    parsed = parse_text(newer(TEXT.read_text(encoding="utf-8")))
    standing = PolicyVersion.objects.get(policy__key="test-linqu")
    return PolicyVersion.objects.create(
        policy=standing.policy,
        sequence=2,
        content=parsed.content,
        content_hash=content_hash(parsed.content, []),
        period=DateRange(CHANGE, None),
        place_number=370724,
    )


def bench_simulating_400_projects(bench, db):
    projects = running_projects(400)
    version = draft()
    officer = UserFactory(role=Role.BUREAU_REVIEWER, role__area="370724")

    def whole():
        return simulate(by=officer, at=NOW, on=TODAY, version=version)

    made = Simulation.objects.get(pk=whole().pk)
    assert (made.projects, made.affected) == (400, 400)

    def bare():
        evaluation = Evaluation.of(projects, TODAY)
        for project in projects:
            evaluation.points(project)

    bench(
        "simulate a version against 400 running projects, result stored",
        whole,
        limit_ms=10_000,
        floor=("the same projects evaluated once, nothing compared or stored", bare),
        at_most=8,
        runs=2,
    )
