"""What a money rule may not say, each with its path, what was expected and what to do."""

import copy

import pytest

from common.errors import Refused
from policies.loading.parse import parse_content, parse_data
from policies.rules.outline import outline
from policies.rules.shares import CostItem, ShareFacts, determine
from tests.policies.money_town import GOVERNMENT, ruled, shares, town


def problems(**sections):
    with pytest.raises(Refused) as refusal:
        parse_data(town(**sections), "policy.yaml")
    return {one.field.removeprefix("policy.yaml: "): one for one in refusal.value.problems}


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


@pytest.mark.parametrize(
    ("sections", "path", "words"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN]
)
def test_what_cannot_be_is_refused_where_it_stands(sections, path, words):
    found = problems(**sections)
    assert path in found, found
    assert words in found[path].message
    assert found[path].expected or found[path].remedy


def with_heating():
    rule = shares()
    rule["payers"].append({"key": "heating", "name": "供热企业", "kind": "utility"})
    utility = ruled(
        "heating",
        "供热",
        payer="heating",
        segments=[
            ruled(
                "own",
                "自有设施",
                where="red_line",
                owner="company",
                tags=["heating"],
                parts={"heating": "1"},
            ),
            ruled(
                "door",
                "红线至入户",
                where="to_door",
                owner="others",
                tags=["heating"],
                parts={"heating": "2/10", "residents": "8/10"},
                owner_after="heating",
            ),
            ruled(
                "dig",
                "开挖恢复",
                where="digging",
                tags=["heating", "digging"],
                parts={"government": "1"},
            ),
        ],
    )
    return town(shares=rule, utilities=[utility], government=GOVERNMENT)


def paid(*tags):
    rule = parse_data(with_heating(), "policy.yaml").policy.shares
    item = CostItem("a", "供热管", "basic", 1000, frozenset(tags))
    outcome = determine(rule, ShareFacts((item,), 10_000))
    return {key: int(amount) for key, amount in outcome.by_payer.items() if amount}


def test_a_segment_pays_by_who_owns_the_asset_and_digging_is_the_governments():
    assert paid("heating", "company_owned") == {"heating": 1000}
    assert paid("heating") == {"heating": 200, "residents": 800}
    assert paid("heating", "digging") == {"government": 1000}
    assert paid() == {"residents": 100, "government": 900}


def test_the_town_reads_back_equal_and_as_a_document():
    parsed = parse_data(with_heating(), "policy.yaml")
    effective = {"from": parsed.policy.effective_from.isoformat(), "to": None}
    again = parse_content(parsed.content, effective)
    assert (again.government, again.utilities, again.shares) == (
        parsed.policy.government,
        parsed.policy.utilities,
        parsed.policy.shares,
    )
    rows = {row.title: row.parameter for section in outline(parsed.policy) for row in section.rows}
    assert rows["红线至入户"] == (
        "红线至入户端口；产权不属于专营单位；供热企业 20%；居民自筹 80%；改造后产权 供热企业"
    )
    assert rows["市区分担"] == "中心城区 市级财政 2/3、区级财政 1/3；其余 区级财政 100%"
    assert rows["加装电梯补助"].startswith("层数：≥ 3、≤ 4 层 100,000.00 元")
    assert "居民自筹相应增减" in rows["居民出资奖惩"]
