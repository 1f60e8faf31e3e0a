"""A town of our own whose money rules use every shape: the five schemes each use a few."""

import copy

from policies.loading.parse import parse_data
from policies.loading.reading import read_yaml
from tests.factories.policies import texts

RULED = {"says": "转述", "clause": ["乐清 五(二)1"]}
YUEQING = read_yaml(texts("yueqing-2023")["policy_text"], "yueqing")


def ruled(key, name="某项", **more):
    return {"key": key, "name": name, **RULED, **more}


GOVERNMENT = ruled(
    "government",
    "财政资金",
    levels=[{"key": "city", "name": "市级财政"}, {"key": "district", "name": "区级财政"}],
    places=[
        ruled("central", "中心城区", areas=["330382001"]),
        ruled("open", "高新区", areas=["330382002"], undecided="是否属于中心城区没有写明"),
    ],
    steps=[
        ruled(
            "base",
            "补助基数",
            step="base",
            pays="city",
            counts="actual",
            of="government",
            per="area",
            at_most="300",
            overflow_to="residents",
        ),
        ruled(
            "split",
            "市区分担",
            step="split",
            pays="city",
            rows=[
                {"places": ["central"], "parts": {"city": "2/3", "district": "1/3"}},
                {"parts": {"district": "1"}},
            ],
        ),
        ruled(
            "bonus",
            "居民出资奖惩",
            step="adjust",
            pays="district",
            against="residents",
            tiers=[
                {"from": "0", "below": "60%", "takes": "10%"},
                {"from": "60%", "below": "1"},
                {"from": "1", "to": "1", "adds": "5%"},
            ],
        ),
        ruled(
            "lift",
            "加装电梯补助",
            step="tiers",
            pays="city",
            measure="storeys",
            measure_name="层数",
            unit="层",
            whole=True,
            times="lifts",
            tiers=[
                {"from": "3", "to": "4", "amount": "100000"},
                {"from": "5", "to": "7", "amount": "150000"},
            ],
        ),
    ],
)


def town(**sections):
    """Plain data of the town: Yueqing's file with these sections in its place."""
    data = copy.deepcopy(YUEQING)
    data |= copy.deepcopy(sections)
    return data


def policy(**sections):
    return parse_data(town(**sections), "policy.yaml").policy


def shares(**changes):
    """Yueqing's division with some of it changed."""
    return copy.deepcopy(YUEQING["shares"]) | changes
