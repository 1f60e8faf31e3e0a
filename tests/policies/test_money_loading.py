"""What a money rule may not say, each with its path, what was expected and what to do."""

import pytest

from common.errors import Refused
from policies.loading.parse import parse_content, parse_data
from policies.rules.outline import outline
from policies.rules.shares import CostItem, ShareFacts, determine
from tests.policies.broken_money import BROKEN
from tests.policies.money_town import GOVERNMENT, ruled, shares, town


def problems(**sections):
    with pytest.raises(Refused) as refusal:
        parse_data(town(**sections), "policy.yaml")
    return {one.field.removeprefix("policy.yaml: "): one for one in refusal.value.problems}


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
