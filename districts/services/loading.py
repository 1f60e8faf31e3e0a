"""Areas and responsible units from the shipped files; loading again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.services import audit
from common.area_codes import is_area_code, level_of
from common.errors import Problem, Refused
from districts.models import Area, ResponsibleUnit
from districts.models.units import KINDS
from districts.services.areas import street_unit


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new, changed and the same."""

    new: int
    changed: int
    same: int

    def as_dict(self) -> dict[str, int]:
        """For JSON."""
        return {"new": self.new, "changed": self.changed, "same": self.same}


@transaction.atomic
def load_areas(*, path: Path) -> Loaded:
    """Areas by code; raises Refused with every malformed code and its place in the file."""
    wanted, problems = {}, []
    for number, group in enumerate(_read(path)["groups"]):
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
    return _merge(Area, wanted, "装入区划")


@transaction.atomic
def load_units(*, path: Path) -> Loaded:
    """Responsible units by code (`<area>-<key>`), and the office of every known street.

    A place is one `area`, or several `areas` that have the same units; `{place}` in a name is the
    area's own.
    """
    wanted: dict[str, Any] = {}
    problems: list[Problem] = []
    known = dict(Area.objects.values_list("code", "name"))
    for place in _read(path)["places"]:
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
    return _merge(ResponsibleUnit, wanted, "装入责任单位")


def _unit(unit: dict[str, str], area: str, place: str) -> dict[str, str]:
    return {
        "name": unit["name"].replace("{place}", place),
        "short_name": unit["short"].replace("{place}", place),
        "kind": unit["kind"],
        "area_code": area,
    }


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _merge(model: Any, wanted: dict[str, Any], action: str) -> Loaded:
    known = {row.code: row for row in model._default_manager.filter(code__in=wanted)}
    fresh = [model(code=code, **values) for code, values in wanted.items() if code not in known]
    differing = []
    for code, row in known.items():
        values = wanted[code]
        if any(getattr(row, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(row, field, value)
            differing.append(row)
    model._default_manager.bulk_create(fresh)
    fields = list(next(iter(wanted.values()), {}))
    model._default_manager.bulk_update(differing, fields)
    if fresh or differing:
        audit.record(
            by=None,
            action=action,
            on=(fresh or differing)[0],
            area_code="",
            summary=f"{action}：新增 {len(fresh)}，变更 {len(differing)}",
            payload={"codes": [row.code for row in (*fresh, *differing)]},
        )
    return Loaded(len(fresh), len(differing), len(known) - len(differing))
