"""Opening a project for a community that asks for renovation, before any plan names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.area_codes import district_of
from common.errors import Problem, Refused
from common.names import sort_key
from districts.models import Community
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project
from renovation.services.codes import take_codes
from renovation.services.opening import open_projects


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is asked for: a name, the year, and the extent (㎡ exact)."""

    name: str
    year: int
    buildings: int
    households: int
    floor_area: Decimal


@transaction.atomic
def open_candidate(*, by: User, on: date, community: Community, candidate: Candidate) -> Project:
    """A new candidate of the community, with the steps of the procedure in force on that day.

    Raises Refused with every problem: no name, no extent, or a project of the same name under way.
    """
    require(by, Permission.EDIT_PROJECT, on=community)
    problems = _problems(community, candidate)
    if problems:
        raise Refused(problems)
    project = Project.objects.create(
        code=take_codes(district_of(community.area_code), candidate.year)[0],
        name=candidate.name.strip(),
        sort_key=sort_key(candidate.name),
        community=community,
        area_code=community.area_code,
        state=Lifecycle.CANDIDATE,
        year=candidate.year,
        opened_on=on,
        buildings=candidate.buildings,
        households=candidate.households,
        floor_area=candidate.floor_area,
        demo=community.demo,
    )
    open_projects(by=by, on=on, projects=[project])
    return project


def _problems(community: Community, candidate: Candidate) -> list[Problem]:
    found = []
    if not candidate.name.strip():
        found.append(Problem("请填写项目名称", field="name"))
    if candidate.households <= 0 or candidate.buildings <= 0:
        found.append(Problem("请填写楼栋数和户数", field="households", expected="大于 0"))
    if candidate.floor_area <= 0:
        found.append(Problem("请填写建筑面积", field="floor_area", expected="大于 0"))
    ended = (Lifecycle.CLOSED, Lifecycle.WITHDRAWN)
    living = Project.objects.filter(community=community, name=candidate.name.strip())
    if living.exclude(state__in=ended).exists():
        found.append(Problem("该小区已有同名项目在办", field="name", value=candidate.name))
    return found
