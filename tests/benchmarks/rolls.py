"""Household rolls for the benchmark of growth: one community, an owner for each home."""

from intake.rules.request import Request
from intake.services.uploads import upload_plan
from tests.benchmarks.imports import workbook, written
from tests.factories.districts import CommunityFactory
from tests.factories.renovation import NOW

HEAD = [
    "序号",
    "楼号",
    "单元",
    "楼层",
    "室号",
    "用途",
    "专有面积(㎡)",
    "产权人",
    "身份证号",
    "联系电话",
]
HOMES_OF_A_STAIR, HOMES_OF_A_BUILDING = 24, 96
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超兰霞平刚"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def roll(homes):
    """The workbook of a roll with that many homes."""
    return workbook(HEAD, map(_home, range(homes)))


def taken_in(by, homes, file):
    """Read, staged and written for a community of its own."""
    community = CommunityFactory(name=f"第{homes}小区")
    upload = upload_plan(
        by=by,
        at=NOW,
        request=Request(kind="household_roll", subject=community.code),
        document_no="",
        title="",
        name="名册.xlsx",
        content=file,
    )
    return written(by, upload)


def _home(n):
    building, inside = divmod(n, HOMES_OF_A_BUILDING)
    stair, room = divmod(inside, HOMES_OF_A_STAIR)
    floor = room // 4 + 1
    return [
        n + 1,
        f"{building + 1}号楼",
        f"{stair + 1}单元",
        floor,
        f"{floor}0{room % 4 + 1}",
        "住宅",
        f"{60 + n % 80}.25",
        f"{FAMILY[n % 20]}{GIVEN[n // 20 % 20]}{GIVEN[n // 400 % 20]}",
        _number(n),
        f"139{n:08d}",
    ]


def _number(n):
    """An ID number whose last character proves the others."""
    body = f"370724{1940 + n // 1000 % 60}{n // 60000 % 12 + 1:02d}{n % 28 + 1:02d}{n % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
