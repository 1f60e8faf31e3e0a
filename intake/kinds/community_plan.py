"""The annual plan table: each row a community in a street of the district."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from accounts.permissions import Permission
from common.errors import Undecidable
from common.names import normalise
from districts.models import Area
from districts.services.places import register_local_streets
from intake.kinds.about import About
from intake.kinds.kind import Checking, Kind, Places, Seen
from intake.kinds.plan_policy import against_policy
from intake.kinds.plan_rows import adopted_by, undone_by
from intake.kinds.subjects import place_and_year
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.plausibility import look_again
from intake.rules.reading import ParsedRow
from intake.rules.state import Key, SheetState
from intake.rules.streets import PlaceWords
from intake.selectors.plan_state import plan_state, streets_by_name
from policies.selectors.governing import ruleset_for
from renovation.services.plan_undoing import undo_plan
from renovation.services.plans import adopt_plan, hold_plans
from renovation.sheets import COMMUNITY_PLAN


def _known(about: About) -> dict[str, str]:
    return {name: area.code for name, area in streets_by_name(about.area_code).items()}


def _enter(by: User, about: About, names: Sequence[str], upload_id: int) -> dict[str, str]:
    place = about.area_code
    register_local_streets(by=by, area_code=place, names=names, upload_id=upload_id)
    fresh = Area.objects.streets_of(about.area_code).filter(name__in=names)
    return {area.name: area.code for area in fresh}


def _identity(row: ParsedRow, code: str) -> Key:
    return code, normalise(row.text("name"))


def _state(about: About) -> SheetState:
    return plan_state(about.area_code, about.year or 0)


def _checks(checking: Checking) -> tuple[Finding, ...]:
    doubts = (found for one in checking.readings for found in look_again(one))
    return (*doubts, *_no_scheme(checking), *against_policy(checking))


def _no_scheme(checking: Checking) -> tuple[Finding, ...]:
    try:
        _ = ruleset_for(checking.about.area_code, checking.on).procedure
    except Undecidable:
        return (
            Finding(
                "inform",
                "no_scheme",
                "当地还没有生效的方案，项目列入计划但暂无流程步骤",
                remedy="方案发布后再导入同一文件，即补建步骤",
            ),
        )
    return ()


COMMUNITIES = Kind(
    spec=COMMUNITY_PLAN,
    hint="每行一个小区",
    subject=place_and_year("district", said="六位县（市、区）代码"),
    permission=Permission.IMPORT_PLAN,
    state=_state,
    identity=_identity,
    adopt=adopted_by(adopt_plan),
    seen=Seen("查看年度计划", "renovation:plan", "plan_id"),
    totals={
        ROWS: "communities",
        "buildings": "buildings",
        "households": "households",
        "floor_area": "area_m2",
    },
    places=Places("street", PlaceWords("街道", ("街道", "街道办事处", "镇", "乡")), _known, _enter),
    checks=_checks,
    hold=lambda about: hold_plans(area_code=about.area_code),
    undo=undone_by(undo_plan),
    absent="计划中已有、本文件没有：{names}；导入后仍保留",
    counts={"communities": "新登记小区", "projects": "新建项目"},
)
