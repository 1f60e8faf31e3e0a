"""Roll and tonight's doors of a round as tables; names masked, no household's choice."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from accounts.models import User
from approvals.models import HeadUnit, Round
from approvals.selectors.evening import DoorRow, evening
from approvals.selectors.seeing import homes_seen
from common.clock import business_today
from reports.exports.workbook import Table, Value

ROLL = (
    ("序号", 6),
    ("楼栋", 8),
    ("单元", 8),
    ("室号", 8),
    ("类别", 8),
    ("专有面积（㎡）", 14),
    ("业主", 24),
    ("业主序号", 10),
    ("票号", 16),
)
KINDS = {"home": "住宅", "shop": "商铺", "garage": "车库", "other": "其他"}


def roll(round_: Round, user: User) -> list[Table]:
    """The frozen roll in the order of the stairs, and its voting heads: the homes in scope."""
    units = list(homes_seen(round_, user).select_related("head").order_by("position"))
    heads: dict[int, list[HeadUnit]] = {}
    for unit in sorted(units, key=lambda unit: unit.head.number):
        heads.setdefault(unit.head_id, []).append(unit)
    title = f"{round_.whose}{round_.name}名册"
    notes = [
        f"名册冻结于 {round_.pin.day}，共 {round_.heads} 人、{round_.units} 套、{round_.area} ㎡。",
        f"名册校验码：{round_.roll_sha256}",
    ]
    if len(units) < round_.units:
        notes.append("本表只列您所辖小区的房屋；跨小区有房的业主，只列其在所辖小区的套数和面积。")
    listed = Table(
        "名册",
        title,
        ROLL,
        [
            (
                unit.position,
                unit.building,
                unit.entrance,
                unit.room,
                KINDS.get(unit.kind, unit.kind),
                unit.area,
                unit.head.label,
                unit.head.number,
                unit.serial,
            )
            for unit in units
        ],
        ("合计", "", "", "", f"{len(units)} 套", _area(units), f"{len(heads)} 人", "", ""),
        notes,
    )
    voices = Table(
        "业主",
        f"{title}（按人）",
        [("业主序号", 10), ("业主", 28), ("套数", 8), ("面积（㎡）", 14)],
        [
            (homes[0].head.number, homes[0].head.label, len(homes), _area(homes))
            for homes in heads.values()
        ],
    )
    return [listed, voices]


def _area(units: list[HeadUnit]) -> Decimal:
    return sum((unit.area for unit in units), Decimal("0.00"))


def doors(round_: Round, user: User, *, blind: bool = False) -> list[Table]:
    """Tonight's doors and those in reserve, those in scope; when `blind`, what turnout lacks."""
    now = evening(round_, business_today(), blind=blind, user=user)
    head = [("序号", 6), ("地点", 22), ("业主", 24), ("份数", 6), ("面积（㎡）", 12), ("票号", 40)]
    title = f"{round_.whose}走访名单"
    return [
        Table("走访名单", title, head, _doors(now.doors)),
        Table("备选", f"{title}（备选）", head, _doors(now.spare)),
    ]


def _doors(rows: tuple[DoorRow, ...]) -> list[Sequence[Value]]:
    return [
        (
            number,
            f"{row.place} {row.first.room}",
            row.label,
            len(row.homes),
            row.area,
            "、".join(home.serial for home in row.homes),
        )
        for number, row in enumerate(rows, 1)
    ]
