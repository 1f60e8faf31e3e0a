"""Roll, result and tonight's doors of a round as tables; names masked, no household's choice."""

from __future__ import annotations

from collections.abc import Sequence

from approvals.models import Head, HeadUnit, Round
from approvals.rules.words import building_words
from approvals.selectors.custody import custody
from approvals.selectors.evening import DoorRow, evening
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.summary_values import BuildingRow, MatterSummary
from common.clock import business_today
from reports.exports.communities import beside_the_whole
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
CUSTODY = (
    ("楼栋", 10),
    ("发出", 8),
    ("收回", 8),
    ("未收回", 8),
    ("作废", 8),
    ("电话、线上", 10),
)
PARTS = (
    ("范围", 20),
    ("业主（人）", 10),
    ("面积（㎡）", 12),
    ("参与（人）", 10),
    ("参与面积（㎡）", 14),
    ("同意（人）", 10),
    ("同意面积（㎡）", 14),
    ("反对（人）", 10),
    ("结果", 10),
    ("还差", 44),
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


def result(round_: Round, *, counting: bool = False) -> list[Table]:
    """The summary of the round (意见汇总表), one sheet per matter, and the custody account.

    Of a cluster also each community beside the whole, what was said there only if `counting`.
    """
    value = consent_summary(round_)
    name = value.head.summary_name
    tables = [_matter(name, matter, value.standing) for matter in value.matters]
    tables += [_parts(name, matter, value.standing) for matter in value.matters if matter.parts]
    tables += [
        beside_the_whole(name, matter, value.standing, counting=counting)
        for matter in value.matters
        if matter.communities
    ]
    made = custody(round_)
    if made.kept:
        rows = [
            (
                building_words(row.building) if row.building else "合计",
                row.issued,
                row.returned,
                row.outstanding,
                row.void,
                row.otherwise,
            )
            for row in made.rows
        ]
        tables.append(Table("票据核对", f"{value.head.project}票据核对", CUSTODY, rows))
    return tables


def doors(round_: Round) -> list[Table]:
    """Tonight's doors and those in reserve."""
    now = evening(round_, business_today())
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


def _matter(name: str, matter: MatterSummary, standing: str) -> Table:
    head = [("楼栋", 10), ("应征（户）", 10), ("应征面积（㎡）", 14), ("收回", 8), ("有效", 8)]
    head += [("有效面积（㎡）", 14), ("同意", 8), ("同意面积（㎡）", 14)]
    head += [("反对", 8), ("弃权", 8), ("无效", 8), ("未收回", 8)]
    tests = [
        f"{row.label} {row.value}/{row.base}（{row.share}），{row.rule}，"
        f"{'达到' if row.met else '未达到'}"
        for row in matter.thresholds
    ]
    return Table(
        matter.name,
        f"{name}（{matter.name}，{standing}）",
        head,
        [_building(row) for row in matter.buildings],
        _building(matter.total),
        [matter.conclusion, *tests, *matter.notes],
    )


def _parts(name: str, matter: MatterSummary, standing: str) -> Table:
    """What each building or entrance comes to by itself."""
    rows = [
        (
            *(row.name, row.all_heads, row.all_area, row.part_heads, row.part_area),
            *(row.agree_heads, row.agree_area, row.against_heads, row.verdict, row.lacks),
        )
        for row in matter.parts
    ]
    title = f"{name}（{matter.name}各处结果，{standing}）"
    return Table(f"{matter.name[:24]}各处结果", title, PARTS, rows)


def _building(row: BuildingRow) -> Sequence[Value]:
    return (
        row.name,
        row.all_units,
        row.all_area,
        row.returned,
        row.valid,
        row.valid_area,
        row.agree,
        row.agree_area,
        row.against,
        row.abstain,
        row.invalid,
        row.missing,
    )
