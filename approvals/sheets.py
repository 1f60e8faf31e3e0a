"""Papers typed elsewhere: one row per household's paper, one column per matter of the round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from records.rules.sheets import Column, SheetSpec, Unit

ANSWERS = {
    "agree": ("同意", "赞成", "是", "√", "✓", "支持"),
    "against": ("反对", "不同意", "否", "×", "✗", "不支持"),
    "abstain": ("弃权", "○", "O", "放弃"),
    "invalid": ("无效", "废票", "作废"),
}
WAYS = {
    "paper": ("纸质", "纸质表", "书面"),
    "visit": ("入户", "上门"),
    "telephone": ("电话",),
    "online": ("线上系统", "线上", "网上", "微信"),
    "meeting": ("议事会", "会议", "集体讨论"),
}
ANSWER = "answer_"
"""Before a matter's key: the column that holds the answers to it."""

VOTES = SheetSpec(
    key="vote_results",
    title="表决结果表",
    rows_are="意见表",
    rows_unit=Unit("份", synonyms=("意见表", "票", "张", "份数")),
    leads="paper",
    columns=(
        Column("index", "序号", "index", ("编号", "项次"), required=False),
        Column(
            "building", "楼号", "text", ("楼栋", "栋号", "幢号"), required=False, fill_down=True
        ),
        Column("entrance", "单元", "text", ("单元号",), required=False),
        Column(
            "paper",
            "票号或房号",
            "text",
            ("票号", "表号", "意见表编号", "票号(房号)", "房号", "室号", "房屋", "门牌", "户号"),
            hint="意见表上的票号，或 3号楼2单元301",
        ),
        Column("signed_on", "签署日期", "date", ("签字日期", "签名日期"), required=False),
        Column(
            "received_on",
            "收到日期",
            "date",
            ("收回日期", "回收日期", "收表日期", "表决日期"),
            required=False,
            hint="征询已截止的必填",
        ),
        Column(
            "channel",
            "方式",
            "choice",
            ("征询方式", "表决方式"),
            required=False,
            choices=WAYS,
        ),
        Column("reason", "无效原因", "text", ("原因", "备注"), required=False),
        Column(
            "witness",
            "见证人",
            "text",
            ("电话见证人", "见证"),
            required=False,
            personal=True,
            hint="电话征询的必填",
        ),
        Column("proxy", "代签人", "text", ("代理人", "受托人"), required=False, personal=True),
        Column(
            "signers",
            "签名人数",
            "count",
            ("业主签名人数", "签字人数"),
            required=False,
            hint="以业主签名的有几人，不多于这套房的业主",
        ),
    ),
)


def votes_on(matters: Iterable[tuple[str, str]]) -> SheetSpec:
    """The sheet of a round: a column for each of its matters, by key and name."""
    asked = list(matters)
    alone = ("意见", "表决意见", "是否同意", "表决结果") if len(asked) == 1 else ()
    columns = tuple(
        Column(f"{ANSWER}{key}"[:30], name, "choice", alone, choices=ANSWERS) for key, name in asked
    )
    return replace(VOTES, columns=(*VOTES.columns, *columns))
