"""The target table: each row a district of the city, or a street of the district."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from accounts.permissions import Permission
from districts.models import Area
from districts.services.places import register_local_districts, register_local_streets
from intake.kinds.about import About
from intake.kinds.kind import Checking, Kind, Places, Seen
from intake.kinds.plan_rows import adopted_by, undone_by
from intake.kinds.subjects import place_and_year
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.plausibility import look_again
from intake.rules.reading import ParsedRow
from intake.rules.state import Key, SheetState
from intake.rules.streets import PlaceWords
from intake.selectors.target_state import places_below, target_state
from renovation.services.plans import hold_plans
from renovation.services.target_undoing import undo_targets
from renovation.services.targets import adopt_targets
from renovation.sheets import TARGET_PLAN

CITY_DIGITS = 4
WORDS = PlaceWords("县区（街道）", ("区", "县", "市", "街道", "镇", "乡"))


def _known(about: About) -> dict[str, str]:
    return {name: area.code for name, area in places_below(about.area_code).items()}


def _enter(by: User, about: About, names: Sequence[str], upload_id: int) -> dict[str, str]:
    city = len(about.area_code) == CITY_DIGITS
    register = register_local_districts if city else register_local_streets
    register(by=by, area_code=about.area_code, names=names, upload_id=upload_id)
    fresh = Area.objects.filter(code__startswith=about.area_code, name__in=names)
    return {area.name: area.code for area in fresh}


def _identity(_row: ParsedRow, code: str) -> Key:
    return code, ""


def _state(about: About) -> SheetState:
    return target_state(about.area_code, about.year or 0)


def _checks(checking: Checking) -> tuple[Finding, ...]:
    doubts = (found for one in checking.readings for found in look_again(one))
    return (*_one_row_each(checking), *doubts)


def _one_row_each(checking: Checking) -> list[Finding]:
    """Two rows that mean the same place under different names."""
    seen: dict[str, ParsedRow] = {}
    findings = []
    for row in checking.reading.rows:
        code = checking.codes.get(row.text("name"), "")
        first = seen.setdefault(code, row) if code else row
        if first is not row and first.text("name") != row.text("name"):
            findings.append(
                Finding(
                    "refuse",
                    "duplicate",
                    f"“{first.text('name')}”与“{row.text('name')}”是同一{WORDS.called}",
                    row.sheet,
                    f"{first.cells['name']} {row.cells['name']}",
                    row.text("name"),
                    "每地一行",
                    "请合并成一行，或改正名称",
                )
            )
    return findings


TARGETED = Kind(
    spec=TARGET_PLAN,
    hint="每行一个县区或街道",
    subject=place_and_year(
        "city", "district", said="四位市代码（各行是县区）或六位县区代码（各行是街道）"
    ),
    permission=Permission.IMPORT_PLAN,
    state=_state,
    identity=_identity,
    adopt=adopted_by(adopt_targets),
    seen=Seen("查看年度计划", "renovation:plan", "plan_id"),
    totals={
        ROWS: "places",
        "projects": "communities",
        "buildings": "buildings",
        "households": "households",
        "floor_area": "area_m2",
        "investment": "investment_yuan",
    },
    places=Places("name", WORDS, _known, _enter),
    checks=_checks,
    hold=lambda about: hold_plans(area_code=about.area_code),
    undo=undone_by(undo_targets),
    absent="计划中已有、本文件没有：{names}；导入后仍保留",
)
