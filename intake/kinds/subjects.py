"""What a table can be about: a place and its year, a community, a project, a round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from approvals.models import Round
from common.area_codes import LEVELS
from common.errors import Problem, Refused
from common.names import normalise
from districts.models import Area, Community
from intake.kinds.about import About
from intake.rules.request import Request
from renovation.models import Project

EARLIEST, LATEST = 2000, 2100
PLACE, YEAR, SUBJECT = "area_code", "year", "subject"


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that tables are about: what to ask for (`asks`), and how it is found.

    `levels` are those of the places that may be offered.

    `find` raises Refused with everything that is wrong with what was said.
    """

    asks: tuple[str, ...]
    label: str
    hint: str
    find: Callable[[Request], About]
    levels: tuple[str, ...] = ("city", "district")


def place_and_year(*levels: str, said: str) -> Subject:
    """The annual table of a place on one of the `levels`; `said` names them in words."""

    def find(request: Request) -> About:
        problems = [*_year(request), *_place(request, levels, said)]
        if problems:
            raise Refused(problems)
        return About(
            request.area_code,
            f"{request.year} 年度",
            request.year,
            create_areas=request.create_areas,
        )

    return Subject((PLACE, YEAR), "哪里的计划", said, find)


def place(*levels: str, said: str) -> Subject:
    """A table of a place without a year."""

    def find(request: Request) -> About:
        problems = _place(request, levels, said)
        if problems:
            raise Refused(problems)
        area = Area.objects.get(code=request.area_code)
        return About(area.code, area.name)

    return Subject((PLACE,), "哪里的表", said, find, levels)


def _year(request: Request) -> list[Problem]:
    if request.year is not None and EARLIEST <= request.year <= LATEST:
        return []
    said = "" if request.year is None else str(request.year)
    return [Problem("年度不对", field=YEAR, value=said, expected="四位年份，如 2024")]


def _place(request: Request, levels: tuple[str, ...], said: str) -> list[Problem]:
    area = Area.objects.filter(code=request.area_code).first()
    if area is None and not request.create_areas:
        return [
            Problem(
                "没有这个区划",
                field=PLACE,
                value=request.area_code,
                expected="已登记的县（市、区）代码",
                remedy="请先登记，或允许按本地代码新建",
            )
        ]
    if LEVELS.get(len(request.area_code)) not in levels:
        return [
            Problem(
                "这种表不按这一级区划导入",
                field=PLACE,
                value=request.area_code,
                expected=said,
            )
        ]
    return []


def _community(request: Request) -> About:
    wanted = request.subject.strip()
    found: list[Community] = list(Community.objects.filter(code=wanted)) if wanted else []
    if not found and wanted:
        rows = Community.objects.within(request.area_code)
        found = list(rows.filter(normalised_name=normalise(wanted))[:2])
    if len(found) != 1:
        raise Refused(_unclear("小区", wanted, found, "小区代码，或区划内不重名的小区名称"))
    community = found[0]
    return About(community.area_code, community.name, code=community.code, thing=community)


def _project(request: Request) -> About:
    wanted = request.subject.strip()
    found = list(Project.objects.filter(code=wanted)) if wanted else []
    if not found and wanted:
        rows = Project.objects.within(request.area_code).filter(name=wanted)
        found = list(rows[:2])
    if len(found) != 1:
        raise Refused(_unclear("项目", wanted, found, "项目编号，或区划内不重名的项目名称"))
    project = found[0]
    return About(project.area_code, project.name, code=project.code, thing=project)


def _round(request: Request) -> About:
    wanted = request.subject.strip()
    rows = Round.objects.select_related("project", "pin")
    found = list(rows.filter(pk=wanted)) if wanted.isdecimal() else []
    if len(found) != 1:
        raise Refused(_unclear("征询轮次", wanted, found, "征询轮次编号，从该轮次页面进入时已填好"))
    row = found[0]
    return About(row.area_code, f"{row.project.name} {row.name}", code=str(row.pk), thing=row)


def _unclear(what: str, wanted: str, found: Sequence[object], expected: str) -> Problem:
    if not wanted:
        return Problem(f"请说明是哪个{what}", code="subject", field=SUBJECT, expected=expected)
    message = f"有几个{what}叫这个名称" if found else f"没有这个{what}"
    return Problem(message, code="subject", field=SUBJECT, value=wanted, expected=expected)


def _community_or_place(request: Request) -> About:
    """One community, or every community of a place where none is named."""
    if request.subject.strip():
        return _community(request)
    problems = _place(request, ("city", "district", "street"), "市、县（市、区）或街道的代码")
    if problems:
        raise Refused(problems)
    area = Area.objects.get(code=request.area_code)
    return About(area.code, area.name)


COMMUNITY = Subject((SUBJECT,), "小区", "小区代码或名称", _community)
COMMUNITY_OR_PLACE = Subject(
    (PLACE, SUBJECT), "小区", "小区名称或代码；整个区划一张表时不填", _community_or_place
)
PROJECT = Subject((SUBJECT,), "项目", "项目编号或名称", _project)
ROUND = Subject((SUBJECT,), "征询轮次", "征询轮次编号", _round)
