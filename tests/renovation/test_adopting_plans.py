"""A plan adopted: communities, projects with their steps, lines; once and set-wise."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from common.errors import NotAllowed, OutOfScope
from districts.models import Community, ResponsibleUnit
from policies.rules.vocabulary import Lifecycle
from renovation.models import Milestone, PlanLine, Project, Step
from renovation.rules.plan_rows import PlanRow, Source
from renovation.services.plans import adopt_plan
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory
from tests.factories.renovation import TODAY, handler, published_policy

pytestmark = pytest.mark.django_db


def rows(count=3, households=40, prefix="第"):
    return [
        PlanRow(
            "370724001", f"{prefix}{n}家属院", n, n + 3, figures(households), figures(households)
        )
        for n in range(1, count + 1)
    ]


def figures(households):
    return {
        "buildings": Decimal(2),
        "households": Decimal(households),
        "floor_area": Decimal("3200.50"),
    }


def adopt(by, plan_rows, year=2024, upload=1):
    return adopt_plan(
        by=by,
        on=TODAY,
        area_code="370724",
        year=year,
        title="2024年计划",
        document_no="临政办字〔2024〕17号",
        rows=plan_rows,
        source=Source(upload, "附件3"),
    )


@pytest.fixture
def streets():
    return [AreaFactory(code="370724001", name="城关街道")]


def test_new_rows_become_planned_projects_with_the_steps_of_the_scheme(streets):
    published_policy()

    report = adopt(handler(), rows())

    assert (report.new, report.communities, report.projects, report.unopened) == (3, 3, 3, 0)
    project = Project.objects.order_by("code").first()
    assert (project.state, project.procedure is None) == (Lifecycle.PLANNED, False)
    assert (project.households, project.floor_area) == (40, Decimal("3200.50"))
    assert Step.objects.filter(project=project).exists()
    assert Milestone.objects.get(project=project).evidence == "2024年计划（临政办字〔2024〕17号）"


def test_the_same_rows_again_change_nothing_and_say_so(streets):
    published_policy()
    by = handler()
    adopt(by, rows())
    before = (AuditEntry.objects.count(), Step.objects.count(), list(PlanLine.objects.values()))

    report = adopt(by, rows())

    assert (report.new, report.changed, report.same) == (0, 0, 3)
    after = (AuditEntry.objects.count(), Step.objects.count(), list(PlanLine.objects.values()))
    assert after == before


def test_without_a_scheme_projects_wait_and_are_opened_by_the_same_rows_later(streets):
    by = handler()
    waiting = adopt(by, rows())
    published_policy()

    opened = adopt(by, rows())

    assert (waiting.unopened, opened.unopened) == (3, 0)
    assert Project.objects.filter(procedure=None).count() == 0


def test_a_changed_figure_reaches_the_line_and_a_project_that_showed_it(streets):
    by = handler()
    adopt(by, rows())
    Project.objects.filter(name="第2家属院").update(households=39)

    report = adopt(by, rows(households=41), upload=2)

    assert report.changed == 3
    assert set(PlanLine.objects.values_list("households", "upload_id")) == {(41, 2)}
    assert dict(Project.objects.values_list("name", "households")) == {
        "第1家属院": 41,
        "第2家属院": 39,
        "第3家属院": 41,
    }


def test_next_years_plan_takes_the_living_project_and_no_second_community(streets):
    by = handler()
    adopt(by, rows())

    report = adopt(by, rows(), year=2025)

    assert (report.new, report.projects, report.communities) == (3, 0, 0)
    assert (Project.objects.count(), Community.objects.count()) == (3, 3)


def test_codes_run_on_within_the_street_and_the_year(streets):
    by = handler()
    adopt(by, rows(2))
    adopt(by, rows(2, prefix="新"))

    assert sorted(Community.objects.values_list("code", flat=True)) == [
        f"370724001-000{n}" for n in range(1, 5)
    ]
    assert Project.objects.order_by("-code").first().code == "370724-2024-0004"


def test_a_street_without_a_responsible_unit_gets_its_own_office(streets):
    adopt(handler(), rows())

    unit = ResponsibleUnit.objects.get(kind="street")
    assert (unit.code, unit.name, unit.area_code) == (
        "370724001-street",
        "城关街道办事处",
        "370724001",
    )


def test_the_number_of_queries_does_not_grow_with_the_rows(streets):
    published_policy()
    by = handler()
    counts = []
    for count, prefix in ((3, "甲"), (30, "乙")):
        with CaptureQueriesContext(connection) as queries:
            adopt(by, rows(count, prefix=prefix))
        counts.append(len(queries))

    assert counts[1] <= counts[0]


def test_only_whoever_may_import_adopts(streets):
    with pytest.raises(NotAllowed):
        adopt(UserFactory(role="bureau_reviewer", role__area="370724"), rows())
    with pytest.raises(OutOfScope):
        adopt(UserFactory(role="bureau_handler", role__area="330382"), rows())
    assert not Project.objects.exists()
