"""Building the whole demonstration, once; everything through the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from accounts.models import User
from approvals.models import Notice, Round
from config.demo import linqu, yueqing
from config.demo.carrying import Carry
from config.demo.cast import Cast, at
from config.demo.homes import Shape, homes
from config.demo.importing import take_in
from config.demo.linqu_common import Story
from config.demo.money import fund
from config.demo.people import CHENGGUAN, CHENGNAN, DONGCHENG, LINQU, YUEQING, engage
from districts.models import Community
from districts.services.homes import register_homes
from funding.models import Determination
from policies.services.adopting import adopt
from renovation.models import Plan, Project
from renovation.services.issuing import issue_plan
from renovation.services.projects import set_handler
from reports.services.papers import ask_for

PLAN_FILE = Path("fixtures/plans/linqu-2024.xlsx")
IMPORTED = date(2024, 3, 18)
CLAIM = "小区=16,户=1216,万㎡=13.85"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody by username, and the two casts."""

    by_name: dict[str, User]

    def linqu(self) -> Cast:
        """Those of Linqu."""
        names = self.by_name
        return Cast(
            handler=names["demo_handler"],
            reviewer=names["demo_reviewer"],
            finance=names["demo_finance"],
            clerks={CHENGGUAN: names["demo_clerk"], DONGCHENG: names["demo_clerk_east"]},
            departments={
                f"{LINQU}-natural_resources": names["demo_department"],
                f"{LINQU}-development": names["demo_development"],
                f"{LINQU}-finance": names["demo_finance"],
            },
        )

    def yueqing(self) -> Cast:
        """Those of Yueqing."""
        names = self.by_name
        return Cast(
            handler=names["demo_yq_handler"],
            reviewer=names["demo_yq_reviewer"],
            finance=names["demo_yq_finance"],
            clerks={CHENGNAN: names["demo_yq_clerk"]},
            departments={f"{YUEQING}-finance": names["demo_yq_finance"]},
        )


def build(say: Say) -> None:
    """Everything; a demonstration that is there already is left as it is."""
    if Plan.objects.filter(area_code=LINQU, year=2024).exists():
        say("演示数据已在，保留。")
        return
    people = People(engage())
    say("发布演示政策 …")
    publish(people)
    say("导入临朐 2024 年计划 …")
    import_plan(people.linqu())
    for story in linqu.STORIES:
        say(f"  {story.name}")
        tell(story, people.linqu())
    print_some(people.by_name["demo_handler"])
    say("乐清（虚构小区） …")
    yueqing.tell(people.yueqing())
    mark()


def publish(people: People) -> None:
    """The demonstration's policies, published by two demonstration persons."""
    folder = settings.BASE_DIR / "fixtures/policies"
    named = people.by_name
    for name, officer, reviewer in (
        ("national", "demo_policy", "demo_reviewer"),
        ("linqu-2024", "demo_policy", "demo_reviewer"),
        ("yueqing-2023", "demo_yq_policy", "demo_yq_reviewer"),
    ):
        adopt(
            officer=named[officer],
            reviewer=named[reviewer],
            at=at("2024-01-05"),
            folder=folder / name,
        )


def import_plan(cast: Cast) -> None:
    """The real workbook through the importer, then the document that issued it."""
    take_in(by=cast.handler, on=IMPORTED, path=settings.BASE_DIR / PLAN_FILE, claim=CLAIM)
    issue_plan(
        by=cast.handler,
        plan=Plan.objects.get(area_code=LINQU, year=2024),
        document_no="临政办字〔2024〕17号",
        issued_on=date(2024, 6, 15),
        start_by=date(2024, 6, 30),
        accept_by=date(2024, 12, 31),
    )


def tell(story: Story, cast: Cast) -> None:
    """One community: its homes entered, its project carried as far as it is, its money booked."""
    project = Project.objects.select_related("community__street").get(
        community__name=story.name, area_code__startswith=LINQU
    )
    shape = Shape(
        story.name,
        project.buildings,
        project.households,
        Decimal(project.floor_area),
        story.company,
        story.company_homes,
    )
    register_homes(by=cast.handler, on=IMPORTED, community=project.community, rows=homes(shape))
    set_handler(by=cast.handler, on=IMPORTED, project=project, handler=cast.handler)
    story.tell(Carry(project, cast), story)
    fund(Project.objects.get(pk=project.pk), cast)


def print_some(by: User) -> None:
    """A few papers for the shelf; the job worker prints them once the product runs."""
    north = Project.objects.get(community__name="电力局北家属院", area_code__startswith=LINQU)
    first = Round.objects.get(project=north, key="first")
    notice = Notice.objects.get(project=north)
    share = Determination.objects.get(project=north, live=True, stage="estimate")
    wanted = [("consent_summary", first.pk, "2024-03-28"), ("shares", share.pk, "2024-06-06")]
    wanted.append(("notice", notice.pk, "2024-06-13"))
    for kind, key, day in wanted:
        ask_for(by=by, at=at(day, 16), kind=kind, key=key)


def mark() -> None:
    """Everything that the demonstration made says so on its face."""
    Community.objects.update(demo=True)
    Project.objects.update(demo=True)
    Plan.objects.update(demo=True)
