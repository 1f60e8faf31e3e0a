"""Invented homes and owners that fit a community's real counts exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from common.money import split
from districts.services.homes import HomeRow, OwnerRow

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = [
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀兰",
    "霞",
    "平",
    "刚",
    "桂英",
    "建华",
    "文博",
    "晓梅",
    "志强",
    "玉珍",
    "海燕",
    "国庆",
    "春生",
    "凤英",
    "立新",
    "永平",
    "淑贞",
    "振华",
    "秀英",
    "庆林",
    "爱莲",
    "广田",
    "玉兰",
]


COUPLES = 0.06  # of homes that belong to two people


@dataclass(frozen=True, slots=True)
class Shape:
    """What the plan says of a community; a company may own several of its homes."""

    name: str
    buildings: int
    households: int
    area: Decimal
    company: str = ""
    company_homes: int = 0


def homes(shape: Shape) -> list[HomeRow]:
    """Rows whose number of buildings, homes and summed area equal the plan's figures."""
    random = Random(f"homes of {shape.name}")  # noqa: S311  invented people, the same each time
    places = list(_places(shape))
    weights = {
        f"{index:05d}": Decimal(random.choice((96, 98, 100, 100, 102, 104)))
        for index in range(len(places))
    }
    areas = split(shape.area, weights)
    company = _company_rows(shape, places)
    rows = []
    for index, (building, entrance, floor, room, storeys) in enumerate(places):
        number = f"{building}-{entrance}-{room}"
        owners = (
            (
                OwnerRow(
                    name=shape.company, number=f"91370700DEMO{len(shape.name):06d}", kind="company"
                ),
            )
            if index in company
            else tuple(_people(random, shape.name, number))
        )
        rows.append(
            HomeRow(
                building=str(building),
                entrance=str(entrance),
                room=room,
                floor=floor,
                area=areas[f"{index:05d}"],
                area_with_share=areas[f"{index:05d}"],
                owners=owners,
                structure="砖混",
                storeys=storeys,
            )
        )
    return rows


def _places(shape: Shape) -> Iterator[tuple[int, int, int, str, int]]:
    for building, count in enumerate(_share(shape.households, shape.buildings), start=1):
        entrances = max(1, round(count / 10))
        for entrance, here in enumerate(_share(count, entrances), start=1):
            storeys = -(-here // 2)
            for index in range(here):
                floor, side = index // 2 + 1, index % 2 + 1
                yield building, entrance, floor, f"{floor}0{side}", storeys


def _share(count: int, parts: int) -> list[int]:
    base, more = divmod(count, parts)
    return [base + (1 if index < more else 0) for index in range(parts)]


def _company_rows(shape: Shape, places: list[tuple[int, int, int, str, int]]) -> set[int]:
    last = [index for index, place in enumerate(places) if place[0] == shape.buildings]
    return set(last[: shape.company_homes]) if shape.company else set()


def _people(random: Random, community: str, number: str) -> Iterator[OwnerRow]:
    both = random.random() < COUPLES
    for side in range(2 if both else 1):
        yield OwnerRow(
            name=random.choice(SURNAMES) + random.choice(GIVEN),
            phone=f"1390000{random.randrange(10000):04d}",
            number=f"DEMO-{community}-{number}-{side}",
        )
