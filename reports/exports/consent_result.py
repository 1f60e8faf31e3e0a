"""The result of a round as the summary form (意见汇总表) asks for it; no household's choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from approvals.models import Round
from approvals.rules.tally import Count
from approvals.rules.words import building_words
from approvals.selectors.custody import custody
from approvals.selectors.printing_summary import consent_summary
from approvals.selectors.summary_values import ConsentSummary, MatterSummary
from reports.exports.communities import beside_the_whole
from reports.exports.workbook import Table, Value

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
WHOLE = (("项目", 22), ("人数（人）", 12), ("面积（㎡）", 16), ("份（户）", 10), ("说明", 44))
JUDGED = (
    ("事项", 24),
    ("项目", 14),
    ("实数", 16),
    ("基数", 16),
    ("占比", 12),
    ("规定", 16),
    ("至少", 16),
    ("结果", 10),
    ("依据", 36),
)


class _Column(NamedTuple):
    """A column of the buildings' table: a field of `BuildingRow`, its heading and width."""

    key: str
    label: str
    width: int


BUILDINGS = (
    _Column("name", "楼栋", 10),
    _Column("all_units", "应征（户）", 10),
    _Column("all_area", "应征面积（㎡）", 14),
    _Column("returned", "收回", 8),
    _Column("valid", "有效", 8),
    _Column("valid_area", "有效面积（㎡）", 14),
    _Column("agree", "同意", 8),
    _Column("agree_area", "同意面积（㎡）", 14),
    _Column("against", "反对", 8),
    _Column("abstain", "弃权", 8),
    _Column("invalid", "无效", 8),
    _Column("missing", "未收回", 8),
)
SAID = frozenset({"agree", "agree_area", "against", "abstain", "invalid"})
"""What tells how owners answered: for those who count."""


def result(round_: Round, *, counting: bool = False) -> list[Table]:
    """The summary of the round (意见汇总表): the form's lines, buildings, custody, who is missing.

    Of a cluster also each community beside the whole. What was said in a building or a community
    stands there only if `counting`.
    """
    value = consent_summary(round_)
    name = value.head.summary_name
    tables = [_whole(value, matter) for matter in value.matters]
    tables.append(_judged(value))
    tables += [_matter(name, one, value.standing, counting=counting) for one in value.matters]
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
    return [*tables, *_outstanding(value)]


def _whole(value: ConsentSummary, matter: MatterSummary) -> Table:
    """The summary form's own lines: asked, delivered, returned, valid, agreeing and the rest."""
    count = matter.whole
    rows: list[Sequence[Value]] = [
        ("应征", count.all_heads, count.all_area, count.all_units, ""),
        ("送达", "", "", value.delivered, f"未送达 {len(value.undelivered)} 户"),
        ("收回", "", "", count.returned_units, f"未收回 {count.missing_units} 户"),
        ("参与（有效）", *_three(count, "participating"), ""),
        ("同意", *_three(count, "agree"), ""),
        ("反对", *_three(count, "against"), ""),
        ("弃权", *_three(count, "abstain"), ""),
        ("无效", "", "", count.invalid_units, "".join(n for n in matter.notes if "无效" in n)),
    ]
    if count.mixed_heads:
        words = "名下各套意见不一，人数上未计同意或反对"
        rows.append(("意见不一", count.mixed_heads, "", "", words))
    notes = [
        f"结论：{matter.conclusion}",
        f"依据：{_basis(matter)}",
        f"计票人：{value.counters or '—'}　复核人：{value.confirmed_by or '—'}",
    ]
    title = f"{value.head.summary_name}（{matter.name}，{value.standing}）"
    return Table(f"{matter.name[:26]}汇总", title, WHOLE, rows, notes=notes)


def _basis(matter: MatterSummary) -> str:
    return "；".join(f"{one.document} {one.section}" for one in matter.explanation.clauses)


def _three(count: Count, what: str) -> tuple[Value, Value, Value]:
    """Heads, ㎡ and papers of one answer."""
    return tuple(getattr(count, f"{what}_{measure}") for measure in ("heads", "area", "units"))


def _judged(value: ConsentSummary) -> Table:
    """Every test of every matter: the figure, its base, its share, the rule, its clause."""
    rows = [
        (
            *(matter.name, row.label, row.value, row.base, row.share, row.rule, row.least),
            "达到" if row.met else "未达到",
            _basis(matter),
        )
        for matter in value.matters
        for row in matter.thresholds
    ]
    return Table("判定", f"{value.head.summary_name}（各项比例）", JUDGED, rows)


def _outstanding(value: ConsentSummary) -> list[Table]:
    """The form's lists: papers that could not be delivered, and those not returned."""
    lost = [(n, *row) for n, row in enumerate(value.undelivered, 1)]
    open_ones = [(n, *row) for n, row in enumerate(value.missing, 1)]
    head = [("序号", 6), ("房屋", 24), ("票号", 18)]
    return [
        Table("未送达", f"{value.head.project}未送达名单", [*head, ("原因", 30)], lost),
        Table("未收回", f"{value.head.project}未收回名单", head, open_ones),
    ]


def _matter(name: str, matter: MatterSummary, standing: str, *, counting: bool) -> Table:
    shown = [one for one in BUILDINGS if counting or one.key not in SAID]
    tests = [
        f"{row.label} {row.value}/{row.base}（{row.share}），{row.rule}，"
        f"{'达到' if row.met else '未达到'}"
        for row in matter.thresholds
    ]
    return Table(
        matter.name,
        f"{name}（{matter.name}，{standing}）",
        [(one.label, one.width) for one in shown],
        [[getattr(row, one.key) for one in shown] for row in matter.buildings],
        [getattr(matter.total, one.key) for one in shown],
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
