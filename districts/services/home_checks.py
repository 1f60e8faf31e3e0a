"""Everything that can be wrong with the rows of a household list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from common.errors import Problem
from districts.models.homes import AREA_SOURCES, KINDS
from districts.owner_data import clean_phone
from districts.rules.numbers import number_key
from districts.services.home_rows import HomeRow, OwnerRow

_MOST = Decimal(1_000_000)
_SHORTEST_PHONE = 7
Wrong = tuple[str, str, str]
"""Field, what is wrong, the value."""


def problems_of(rows: Sequence[HomeRow]) -> list[Problem]:
    """Every problem of every row, each with its row number (from 1) and field."""
    found = []
    seen = Counter(row.place for row in rows)
    for number, row in enumerate(rows, 1):
        for field, message, value in _of_row(row):
            found.append(Problem(f"第 {number} 行：{message}", "row", field, value))
        if seen[row.place] > 1:
            where = "".join(row.place)
            found.append(
                Problem(
                    f"第 {number} 行：同一房屋出现 {seen[row.place]} 次", "twice", "room", where
                )
            )
    return found


def _of_row(row: HomeRow) -> list[Wrong]:
    return [*_of_unit(row), *_of_owners(row.owners)]


def _of_unit(row: HomeRow) -> list[Wrong]:
    share = row.area_with_share
    checks = [
        (not row.place[0], ("building", "缺楼号", "")),
        (not row.place[2], ("room", "缺室号", "")),
        (not _sensible(row.area), ("area", "专有面积不合理", str(row.area))),
        (
            share is not None and share < row.area,
            ("area_with_share", "含公摊面积小于专有面积", str(share)),
        ),
        (row.kind not in KINDS, ("kind", "类别不在可选范围内", row.kind)),
        (
            row.area_source not in AREA_SOURCES,
            ("area_source", "面积依据不在可选范围内", row.area_source),
        ),
    ]
    return [wrong for bad, wrong in checks if bad]


def _of_owners(owners: Sequence[OwnerRow]) -> list[Wrong]:
    numbers = [number for owner in owners if (number := number_key(owner.number))]
    found = [("owners", "同一证件号出现两次", "")] if len(set(numbers)) != len(numbers) else []
    for owner in owners:
        if not owner.name.strip():
            found.append(("owners", "业主缺姓名", ""))
        if owner.kind not in {"person", "company"}:
            found.append(("owners", "业主类别应为自然人或法人", owner.kind))
        if owner.phone and len(clean_phone(owner.phone)) < _SHORTEST_PHONE:
            found.append(("owners", "电话号码位数不够", ""))
    return found


def _sensible(area: Decimal) -> bool:
    return not isinstance(area, float) and 0 <= area < _MOST
