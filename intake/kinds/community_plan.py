"""The annual plan table: each row a community in a street of the district."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from common.names import normalise
from districts.models import Area
from districts.services.places import register_local_streets
from intake.kinds.kind import Kind
from intake.rules.claims import ROWS
from intake.rules.plausibility import look_again
from intake.rules.reading import ParsedRow
from intake.rules.streets import PlaceWords
from intake.selectors.plan_state import plan_state, streets_by_name
from renovation.services.plan_undoing import undo_plan
from renovation.services.plans import adopt_plan
from renovation.sheets import COMMUNITY_PLAN


def _new_streets(by: User, area_code: str, names: Sequence[str]) -> dict[str, str]:
    register_local_streets(by=by, area_code=area_code, names=names)
    fresh = Area.objects.streets_of(area_code).filter(name__in=names)
    return {area.name: area.code for area in fresh}


def _identity(row: ParsedRow, code: str) -> tuple[str, str]:
    return code, normalise(row.text("name"))


COMMUNITIES = Kind(
    spec=COMMUNITY_PLAN,
    hint="每行一个小区",
    levels=("district",),
    levels_said="六位县（市、区）代码",
    place="street",
    words=PlaceWords("街道", ("街道", "街道办事处", "镇", "乡")),
    totals={
        ROWS: "communities",
        "buildings": "buildings",
        "households": "households",
        "floor_area": "area_m2",
    },
    places=streets_by_name,
    new_places=_new_streets,
    identity=_identity,
    state=plan_state,
    look_again=look_again,
    adopt=adopt_plan,
    undo=undo_plan,
    opens_projects=True,
)
