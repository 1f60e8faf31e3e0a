"""Roll and tonight's doors of a round as tables; names masked, no household's choice."""

from __future__ import annotations

from collections.abc import Sequence

from approvals.models import Head, HeadUnit, Round
from approvals.selectors.evening import DoorRow, evening
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


def roll(round_: Round) -> list[Table]:
    """The frozen roll in the order of the stairs, and its voting heads."""
    units = HeadUnit.objects.filter(round=round_).select_related("head").order_by("position")
    heads = Head.objects.filter(round=round_).prefetch_related("units").order_by("number")
    title = f"{round_.whose}{round_.name}名册"
    notes = [
        f"名册冻结于 {round_.pin.day}，共 {round_.heads} 人、{round_.units} 套、{round_.area} ㎡。",
        f"名册校验码：{round_.roll_sha256}",
    ]
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
        ("合计", "", "", "", f"{round_.units} 套", round_.area, f"{round_.heads} 人", "", ""),
        notes,
    )
    voices = Table(
        "业主",
        f"{title}（按人）",
        [("业主序号", 10), ("业主", 28), ("套数", 8), ("面积（㎡）", 14)],
        [(head.number, head.label, len(head.units.all()), head.area) for head in heads],
    )
    return [listed, voices]


def doors(round_: Round, *, blind: bool = False) -> list[Table]:
    """Tonight's doors and those in reserve; when `blind`, those that turnout lacks."""
    now = evening(round_, business_today(), blind=blind)
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
