"""Money rules that cannot be: a name, the sections, the path of the problem, words of it."""

import copy

from tests.policies.money_town import GOVERNMENT, ruled, shares


def government(index, **changes):
    rule = copy.deepcopy(GOVERNMENT)
    rule["steps"][index] |= changes
    return rule


def residents(**parts):
    return shares(residents=parts)


def stream(**more):
    return [ruled("s", "资金", source="central_budget", **more)]


BROKEN = [
    (
        "above_one",
        {"government": government(1, rows=[{"parts": {"city": "3/2"}}])},
        "government.steps[1].rows[0].parts.city",
        "超出 0 到 1",
    ),
    (
        "not_whole",
        {"government": government(1, rows=[{"parts": {"city": "1/2"}}])},
        "government.steps[1].rows[0].parts",
        "不等于 1",
    ),
    (
        "float",
        {"government": government(1, rows=[{"parts": {"city": 0.5}}])},
        "government.steps[1].rows[0].parts.city",
        "浮点",
    ),
    ("level", {"government": government(0, pays="county")}, "government.steps[0].pays", "财政层级"),
    (
        "bearer",
        {"government": government(0, overflow_to="")},
        "government.steps[0].overflow_to",
        "没有写由谁承担",
    ),
    (
        "unknown_bearer",
        {"government": government(0, overflow_to="nobody")},
        "government.steps[0].overflow_to",
        "没有这个出资方",
    ),
    (
        "hole",
        {
            "government": government(
                3,
                tiers=[
                    {"from": "3", "to": "4", "amount": "1"},
                    {"from": "6", "to": "7", "amount": "2"},
                ],
            )
        },
        "government.steps[3].tiers[1]",
        "缺口",
    ),
    (
        "overlap",
        {
            "government": government(
                3,
                tiers=[
                    {"from": "3", "to": "5", "amount": "1"},
                    {"from": "5", "to": "7", "amount": "2"},
                ],
            )
        },
        "government.steps[3].tiers[1]",
        "重叠",
    ),
    (
        "exact_hole",
        {
            "government": government(
                2, tiers=[{"from": "0", "below": "60%"}, {"over": "60%", "to": "1", "adds": "5%"}]
            )
        },
        "government.steps[2].tiers[1]",
        "缺口",
    ),
    (
        "short_table",
        {"government": government(2, tiers=[{"from": "0", "below": "1"}])},
        "government.steps[2].tiers",
        "从 0 到 1",
    ),
    (
        "empty_tier",
        {"government": government(3, tiers=[{"from": "5", "to": "3", "amount": "1"}])},
        "government.steps[3].tiers[0]",
        "没有一个数",
    ),
    (
        "both_ways",
        {
            "government": government(
                2, tiers=[{"from": "0", "to": "1", "adds": "5%", "takes": "5%"}]
            )
        },
        "government.steps[2].tiers[0]",
        "只写一个",
    ),
    (
        "order",
        {"government": GOVERNMENT | {"steps": GOVERNMENT["steps"][1:]}},
        "government.steps",
        "之前没有“base”",
    ),
    (
        "place",
        {
            "government": government(
                1, rows=[{"places": ["moon"], "parts": {"city": "1"}}, {"parts": {"city": "1"}}]
            )
        },
        "government.steps[1].rows[0].places",
        "地方类型",
    ),
    (
        "uncovered",
        {
            "government": GOVERNMENT
            | {
                "places": [*GOVERNMENT["places"], ruled("far", "边远", areas=["330382003"])],
                "steps": [
                    GOVERNMENT["steps"][0],
                    GOVERNMENT["steps"][1]
                    | {"rows": [{"places": ["central"], "parts": {"city": "1"}}]},
                ],
            }
        },
        "government.steps[1].rows",
        "没有分担比例",
    ),
    (
        "foreign",
        {"government": GOVERNMENT | {"places": [ruled("x", "外地", areas=["110101"])]}},
        "government.places[0].areas",
        "不在本政策所管",
    ),
    (
        "clause",
        {"government": {k: v for k, v in GOVERNMENT.items() if k != "clause"}},
        "government.clause",
        "缺少必填项",
    ),
    (
        "no_until",
        {
            "government": GOVERNMENT
            | {
                "steps": [
                    ruled(
                        "r",
                        "奖",
                        step="on_time",
                        pays="city",
                        of="district",
                        share="30%",
                        counts="own",
                        event="completed",
                    )
                ]
            }
        },
        "government.steps[0]",
        "没有写明时限",
    ),
    (
        "to_itself",
        {
            "government": GOVERNMENT
            | {
                "steps": [
                    ruled(
                        "r",
                        "奖",
                        step="on_time",
                        pays="city",
                        of="city",
                        share="30%",
                        counts="own",
                        event="completed",
                        procedure_step="nowhere",
                    )
                ]
            }
        },
        "government.steps[0].of",
        "付给自己",
    ),
    (
        "unknown_step",
        {
            "government": GOVERNMENT
            | {
                "steps": [
                    ruled(
                        "r",
                        "奖",
                        step="on_time",
                        pays="city",
                        of="district",
                        share="30%",
                        counts="own",
                        event="completed",
                        procedure_step="nowhere",
                    )
                ]
            }
        },
        "government.steps[0].procedure_step",
        "办理步骤",
    ),
    (
        "share_or_why",
        {
            "government": GOVERNMENT
            | {
                "steps": [
                    ruled("r", "奖", step="reimburse", pays="city", of="social", event="completed")
                ]
            }
        },
        "government.steps[0]",
        "只写一个",
    ),
    ("use", {"streams": stream(uses=["gardens"])}, "streams[0].uses", "造价类别"),
    (
        "source",
        {"streams": [ruled("s", "资金", source="lottery", uses=["outdoor"])]},
        "streams[0].source",
        "资金来源",
    ),
    ("silent", {"streams": stream()}, "streams[0]", "什么也没有规定"),
    (
        "both",
        {"streams": stream(uses=["outdoor"], forbids=["outdoor"])},
        "streams[0].forbids",
        "既许可又禁止",
    ),
    ("years", {"streams": stream(years={"first": 2021, "last": 2019})}, "streams[0].years", "早于"),
    (
        "weights",
        {
            "spreads": [
                ruled(
                    "s",
                    "法",
                    difficulty=False,
                    factors=[{"key": "a", "name": "面积", "unit": "㎡", "weight": "40%"}],
                )
            ]
        },
        "spreads[0].factors",
        "不等于 1",
    ),
    (
        "ceiling",
        {
            "shares": residents(
                ceiling={
                    "per_home": "1",
                    "overflow_to": "nobody",
                    "says": "x",
                    "clause": ["乐清 五"],
                }
            )
        },
        "shares.residents.ceiling.overflow_to",
        "没有这个出资方",
    ),
    (
        "capped",
        {
            "shares": residents(
                ceiling={
                    "per_home": "1",
                    "overflow_to": "government",
                    "says": "x",
                    "clause": ["乐清 五"],
                }
            )
        },
        "shares.residents.ceiling.overflow_to",
        "已有每平方米上限",
    ),
    (
        "floor",
        {
            "shares": residents(
                floor={"per_home": "9", "relieves": "social", "says": "x", "clause": ["乐清 五"]},
                ceiling={
                    "per_home": "1",
                    "overflow_to": "social",
                    "says": "x",
                    "clause": ["乐清 五"],
                },
            )
        },
        "shares.residents.floor.per_home",
        "下限高于上限",
    ),
    (
        "unit",
        {
            "shares": residents(
                rounding={
                    "unit": "0.005",
                    "way": "up",
                    "difference_to": "social",
                    "says": "x",
                    "clause": ["乐清 五"],
                }
            )
        },
        "shares.residents.rounding.unit",
        "分的整数倍",
    ),
    (
        "way",
        {"shares": residents(contributions=[{"key": "songs", "says": "x", "clause": ["乐清 五"]}])},
        "shares.residents.contributions[0].key",
        "出资方式",
    ),
    (
        "choice",
        {"shares": shares(lines=[*shares()["lines"], ruled("c", choice=["residents"])])},
        "shares.lines[3].choice",
        "至少两个",
    ),
    ("tag_taken", {"cost_tags": [{"key": "water", "name": "水"}]}, "cost_tags[0].key", "通用词"),
    (
        "utility",
        {
            "utilities": [
                ruled(
                    "w",
                    "供水",
                    payer="residents",
                    segments=[
                        ruled("a", where="red_line", tags=["water"], parts={"residents": "1"})
                    ],
                )
            ]
        },
        "utilities[0].payer",
        "kind: utility",
    ),
    (
        "segment",
        {
            "utilities": [
                ruled(
                    "w",
                    "供水",
                    payer="social",
                    segments=[
                        ruled("a", where="red_line", tags=["water"], parts={"residents": "1/2"})
                    ],
                )
            ]
        },
        "utilities[0].segments[0].parts",
        "不等于 1",
    ),
    (
        "same_segment",
        {
            "utilities": [
                ruled(
                    "w",
                    "供水",
                    payer="social",
                    segments=[
                        ruled("a", where="red_line", tags=["water"], parts={"residents": "1"}),
                        ruled("b", where="drop", tags=["water"], parts={"residents": "1"}),
                    ],
                )
            ]
        },
        "utilities[0].segments[1].tags",
        "另一段已管到",
    ),
]
