"""Projects on a small published policy (tests/renovation/policy.yaml), stage by stage.

`ProjectFactory()` has arrived by plan and is open; `ProjectFactory(at="works")` has everything
before the step `works` evidenced. Persons: `handler()`, `clerk()`.
"""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from accounts.permissions import Role
from common.clock import SHANGHAI
from common.names import sort_key
from policies.loading.parse import content_hash, parse_text
from policies.models import CalendarDay, CalendarYear, Policy, PolicyVersion, UnitBinding
from renovation.models import Plan, PlanLine, Project, Step
from renovation.services.issuing import issue_plan
from renovation.services.opening import open_projects
from renovation.services.steps import evidence_step
from tests.factories.accounts import UserFactory
from tests.factories.districts import AreaFactory, CommunityFactory, ResponsibleUnitFactory

TEXT = Path(__file__).parents[1] / "renovation" / "policy.yaml"
OPENED = date(2024, 6, 3)
TODAY = date(2024, 6, 21)
NOW = datetime(2024, 6, 21, 8, 30, tzinfo=SHANGHAI)
STREET, OTHER_STREET = "370724001", "370724002"
UNITS = {
    "street": ("370724001-street", "城关街道", "street", STREET),
    "other_street": ("370724002-street", "东城街道", "street", OTHER_STREET),
    "bureau": ("370724-bureau", "县住建局", "bureau", "370724"),
    "planning": ("370724-planning", "县自规局", "department", "370724"),
    "water": ("370724-water", "县供水公司", "utility", "370724"),
}


def published_policy(change=None, *, begins=date(2024, 1, 5), ends=date(2029, 1, 5), sequence=1):
    """The test policy in force; `change(text) -> text` alters it. Called again, the same row."""
    standing = PolicyVersion.objects.filter(policy__key="test-linqu", sequence=sequence).first()
    if standing:
        return standing
    text = TEXT.read_text(encoding="utf-8")
    parsed = parse_text(change(text) if change else text)
    policy, _ = Policy.objects.get_or_create(
        key="test-linqu",
        defaults={
            "area_code": "370724",
            "title": "测试方案",
            "short_name": "测试",
            "document": "测政办字〔2024〕1号",
        },
    )
    version = PolicyVersion.objects.create(
        policy=policy,
        sequence=sequence,
        status="draft",
        content=parsed.content,
        content_hash=content_hash(parsed.content, []),
        period=DateRange(begins, ends),
        place_number=370724,
    )
    for key, unit in units().items():
        if key not in {"street", "other_street"}:
            UnitBinding.objects.create(version=version, unit_key=key, unit=unit)
    UnitBinding.objects.create(version=version, unit_key="street", unit=units()["street"])
    maker, checker = UserFactory(), UserFactory()
    PolicyVersion.objects.filter(pk=version.pk).update(
        made_by=maker,
        made_at=NOW,
        checked_by=checker,
        checked_at=NOW,
        published_by=checker,
        published_at=NOW,
        status="published",
    )
    _calendar()
    return PolicyVersion.objects.get(pk=version.pk)


def units():
    """The responsible units of the place, by a short key."""
    return {
        key: ResponsibleUnitFactory(
            code=code, name=f"临朐县{short}", short_name=short, kind=kind, area_code=area
        )
        for key, (code, short, kind, area) in UNITS.items()
    }


def _calendar():
    year, made = CalendarYear.objects.get_or_create(
        year=2024, defaults={"document": "国办发明电〔2023〕7号"}
    )
    if made:
        CalendarDay.objects.create(year=year, day=date(2024, 6, 10), working=False, name="端午节")


def street(code=STREET):
    """城关街道 or 东城街道, with its unit."""
    units()
    names = {STREET: "城关街道", OTHER_STREET: "东城街道"}
    AreaFactory(code="370724", name="临朐县", level="district")
    return AreaFactory(code=code, name=names[code])


def handler(area="370724"):
    """A bureau handler."""
    return UserFactory(role=Role.BUREAU_HANDLER, role__area=area)


def clerk(area=STREET):
    """A street clerk."""
    return UserFactory(role=Role.STREET_CLERK, role__area=area)


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan
        django_get_or_create = ("area_code", "year")

    area_code = "370724"
    year = 2024
    title = "2024 年度老旧小区改造计划"
    document_no = "临政办字〔2024〕17号"
    start_by = date(2024, 6, 30)
    accept_by = date(2024, 12, 31)


class ProjectFactory(DjangoModelFactory):
    """`ProjectFactory(at="works")`: steps before `at` are evidenced. `opened=False`: no steps."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    class Params:
        street_code = STREET

    code = factory.Sequence(lambda n: f"LQ2024-T{n:03d}")
    community = factory.LazyAttribute(lambda o: CommunityFactory(street=street(o.street_code)))
    name = factory.LazyAttribute(lambda o: o.community.name)
    sort_key = factory.LazyAttribute(lambda o: sort_key(o.name))
    area_code = factory.LazyAttribute(lambda o: o.community.area_code)
    state = "planned"
    year = 2024
    opened_on = OPENED
    buildings = 2
    households = 60
    floor_area = Decimal("5525.94")

    @factory.post_generation
    def opened(self, create, extracted, **_):
        if create and extracted is not False:
            published_policy()
            open_projects(by=handler(), on=OPENED, projects=[self], evidence="临政办字〔2024〕17号")

    @factory.post_generation
    def at(self, create, extracted, **_):
        if create and extracted:
            advance(self, extracted)

    @factory.post_generation
    def planned(self, create, extracted, **_):
        if create and extracted:
            position = PlanLine.objects.filter(plan=extracted).count() + 1
            PlanLine.objects.create(
                plan=extracted,
                project=self,
                position=position,
                buildings=self.buildings,
                households=self.households,
                floor_area=self.floor_area,
            )


def advance(project, key, day=date(2024, 6, 11)):
    """Evidence every step before `key`, so that `key` is open; returns that step."""
    by = handler()
    for step in Step.objects.filter(project=project).order_by("position"):
        if step.key == key:
            break
        step.refresh_from_db()
        if step.state in {"open", "to_evidence"}:
            evidence_step(by=by, on=TODAY, step=step, happened_on=day, document_no="测字1号")
    project.refresh_from_db()
    return Step.objects.get(project=project, key=key)


def issued_plan():
    """A plan of three communities with 30, 60 and 90 homes, issued and so frozen."""
    plan = PlanFactory()
    for position, size in enumerate((30, 60, 90), 1):
        extent = {"buildings": 3, "households": size, "floor_area": Decimal(size * 100)}
        project = ProjectFactory(**extent)
        PlanLine.objects.create(plan=plan, project=project, position=position, **extent)
    return issue_plan(by=handler(), plan=plan, document_no="临〔2024〕1号", issued_on=TODAY)
