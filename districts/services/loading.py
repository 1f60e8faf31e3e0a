"""Areas and responsible units from the shipped files; loading again changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from common.area_codes import is_area_code, level_of
from common.errors import Problem, Refused
from districts.models import Area, ResponsibleUnit
from districts.models.units import KINDS
from districts.services.areas import street_unit
from districts.services.merging import Loaded, merge, read_file


@transaction.atomic
def load_areas(*, path: Path) -> Loaded:
    """Areas by code; raises Refused with every malformed code and its place in the file."""
    wanted, problems = {}, []
    for number, group in enumerate(read_file(path)["groups"]):
        for code, name in group["areas"]:
            if not is_area_code(code) or code in wanted:
                where = f"{path.name}#groups.{number}"
                problems.append(Problem("区划代码不成形或重复", "code", where, code))
                continue
            wanted[code] = {
                "name": name,
                "level": level_of(code),
                "official": group["official"],
                "source": group["source"],
            }
    if problems:
        raise Refused(problems)
    return merge(Area, wanted, "装入区划")


@transaction.atomic
def load_units(*, path: Path) -> Loaded:
    """Responsible units by code (`<area>-<key>`), and the office of every known street.

    A place is one `area`, or several `areas` that have the same units; `{place}` in a name is the
    area's own.
    """
    wanted: dict[str, Any] = {}
    problems: list[Problem] = []
    known = dict(Area.objects.values_list("code", "name"))
    for place in read_file(path)["places"]:
        for area in place.get("areas") or [place["area"]]:
            if area not in known:
                words = "区划没有登记"
                problems.append(Problem(words, "area", path.name, area, remedy="先装入区划"))
            for unit in place["units"]:
                if unit["kind"] not in KINDS:
                    where = f"{path.name}#{area}.{unit['key']}.kind"
                    problems.append(Problem("类别不在可选范围内", "kind", where, unit["kind"]))
                wanted[f"{area}-{unit['key']}"] = _unit(unit, area, known.get(area, ""))
    if problems:
        raise Refused(problems)
    for street in Area.objects.filter(level="street", ends_on=None):
        wanted[f"{street.code}-street"] = street_unit(street)
    return merge(ResponsibleUnit, wanted, "装入责任单位")


def _unit(unit: dict[str, str], area: str, place: str) -> dict[str, str]:
    return {
        "name": unit["name"].replace("{place}", place),
        "short_name": unit["short"].replace("{place}", place),
        "kind": unit["kind"],
        "area_code": area,
    }
