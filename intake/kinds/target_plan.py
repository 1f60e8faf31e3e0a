"""The target table: each row a district of the city, or a street of the district."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from districts.models import Area
from districts.services.places import register_local_districts, register_local_streets
from intake.kinds.kind import Kind
from intake.rules.claims import ROWS
from intake.rules.plausibility import look_again
from intake.rules.reading import ParsedRow
from intake.rules.streets import PlaceWords
from intake.selectors.target_state import places_below, target_state
from renovation.services.target_undoing import undo_targets
from renovation.services.targets import adopt_targets
from renovation.sheets import TARGET_PLAN

CITY_DIGITS = 4


def _new_places(by: User, area_code: str, names: Sequence[str]) -> dict[str, str]:
    register = register_local_districts if len(area_code) == CITY_DIGITS else register_local_streets
    register(by=by, area_code=area_code, names=names)
    fresh = Area.objects.filter(code__startswith=area_code, name__in=names)
    return {area.name: area.code for area in fresh}


def _identity(_row: ParsedRow, code: str) -> tuple[str, str]:
    return code, ""


TARGETED = Kind(
    spec=TARGET_PLAN,
    hint="每行一个县区或街道",
    levels=("city", "district"),
    levels_said="四位市代码（各行是县区）或六位县区代码（各行是街道）",
    place="name",
    words=PlaceWords("县区（街道）", ("区", "县", "市", "街道", "镇", "乡")),
    totals={
        ROWS: "places",
        "projects": "communities",
        "buildings": "buildings",
        "households": "households",
        "floor_area": "area_m2",
        "investment": "investment_yuan",
    },
    places=places_below,
    new_places=_new_places,
    identity=_identity,
    state=target_state,
    look_again=look_again,
    adopt=adopt_targets,
    undo=undo_targets,
)
