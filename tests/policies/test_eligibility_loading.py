"""Eligibility, quotas, priority: what the document shows loads, what is wrong is named."""

import copy
import re
from datetime import date
from pathlib import Path

import pytest

from common.errors import Refused
from policies.loading.parse import parse_content, parse_data
from policies.loading.reading import read_yaml
from policies.rules.eligibility import evaluate
from policies.rules.eligibility_model import Answer
from policies.rules.outline import outline
from tests.factories.policies import texts

DOCS = Path(__file__).parents[2] / "docs" / "policies.md"


def example():
    """The example of docs/policies.md, set into a policy that has units and a document."""
    text = re.search(
        r"```yaml\n(eligibility:.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL
    ).group(1)
    data = read_yaml(texts("linqu-2024")["policy_text"], "linqu")
    data["sources"]["示例"] = "示例文件"
    one = copy.deepcopy(data["conflicts"][0])
    data["conflicts"].append(one | {"id": "X1", "theme": "scope"})
    return data | read_yaml(text, "docs/policies.md")


def refused(data):
    with pytest.raises(Refused) as refusal:
        parse_data(data)
    return {one.field.removeprefix("policy.yaml: "): one for one in refusal.value.problems}


def windows(data):
    return data["eligibility"][0]["criteria"][1]["windows"]


def test_the_documents_example_loads_and_reads_back_equal():
    parsed = parse_data(example())
    built = parsed.policy.eligibility[0].criteria[1]
    assert [(one.first, one.last) for one in built.windows] == [
        (None, date(1999, 12, 31)),
        (date(2000, 1, 1), date(2000, 12, 31)),
        (date(2001, 1, 1), date(2005, 12, 31)),
        (date(2006, 1, 1), None),
    ]
    assert built.windows[1].answer is Answer.DECIDE
    effective = {"from": "2024-01-01", "to": None}
    assert parse_content(parsed.content, effective) == parsed.policy


def criterion(data, key):
    return next(one for one in data["eligibility"][0]["criteria"] if one["key"] == key)


def test_windows_that_overlap_are_refused():
    data = example()
    windows(data)[1]["from"] = 1998
    problem = refused(data)["eligibility[0].criteria[1].windows"]
    assert "重叠" in problem.message
    assert problem.value == "1998-01-01 至 1999-12-31"
    assert "before" in problem.remedy


def test_a_year_without_an_answer_is_refused():
    data = example()
    windows(data).pop(1)
    problem = refused(data)["eligibility[0].criteria[1].windows"]
    assert "缺口" in problem.message
    assert problem.value == "2000-01-01 至 2000-12-31"
    assert "decide" in problem.remedy
    data = example()
    windows(data)[3]["to"] = 2010
    assert "最早或最晚" in refused(data)["eligibility[0].criteria[1].windows"].message


def test_a_window_that_ends_before_it_starts_is_refused():
    data = example()
    windows(data)[2]["to"] = date(2000, 12, 31)
    problem = refused(data)["eligibility[0].criteria[1].windows[2]"]
    assert "止于起始之前" in problem.message
    assert problem.value == "2001-01-01 至 2000-12-31"


def test_contradictory_edges_and_conditions_without_effect_are_refused():
    data = example()
    windows(data)[0]["to"] = 1998
    assert "只能写一个" in refused(data)["eligibility[0].criteria[1].windows[0].before"].message
    data = example()
    windows(data)[2]["answer"] = "excluded"
    found = refused(data)["eligibility[0].criteria[1].windows[2].otherwise"]
    assert "条件不起作用" in found.message


def test_boundaries_at_a_day_fit_years_without_a_gap():
    data = example()
    windows(data)[0] |= {"before": date(2000, 1, 1)}
    windows(data)[1] |= {"from": date(2000, 1, 1)}
    assert parse_data(data).policy.eligibility == parse_data(example()).policy.eligibility


@pytest.mark.parametrize("lost", ["clause", "says"])
def test_a_criterion_without_its_clause_or_words_is_refused(lost):
    data = example()
    del criterion(data, "place")[lost]
    del criterion(data, "excluded")["rows"][0][lost]
    del windows(data)[0][lost]
    del data["quotas"][0][lost]
    del data["priority"]["items"][0][lost]
    found = refused(data)
    assert len(found) == 5
    assert all(one.message == "缺少必填项" and one.remedy for one in found.values())


def test_unknown_keys_facts_conflicts_and_kinds_of_place_are_refused():
    data = example()
    criterion(data, "will")["conditions"][0]["fact"] = "structure.sound"
    criterion(data, "excluded")["rows"][0]["fact"] = "clearance.done"
    criterion(data, "place")["kinds"] = ["moon"]
    criterion(data, "place")["areas"] = ["330382001"]
    windows(data)[1]["conflict"] = "X99"
    found = refused(data)
    path = "eligibility[0].criteria"
    assert set(found) == {
        f"{path}[0].kinds",
        f"{path}[0].areas",
        f"{path}[1].windows[1].conflict",
        f"{path}[2].conditions[0].fact",
        f"{path}[3].rows[0].fact",
    }
    assert "事实表" in found[f"{path}[2].conditions[0].fact"].remedy
    data = example()
    criterion(data, "place")["streets"] = []
    assert refused(data)["eligibility[0].criteria[0].streets"].message == "不认识的键"


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        ({"fact": "will.share", "operator": ">=", "value": "4/3"}, "value"),
        ({"fact": "will.share", "operator": ">="}, "value"),
        ({"fact": "structure.safe", "operator": ">"}, "operator"),
        ({"fact": "place.kind", "value": "moon"}, "value"),
        ({"fact": "place.code", "operator": ">=", "value": "330382"}, "operator"),
        ({"fact": "built.year", "operator": ">", "one_of": ["1999", "2000"]}, "one_of"),
        ({"fact": "built.year", "value": "1999", "one_of": ["2000"]}, "one_of"),
        ({"fact": "built.year", "value": "long ago"}, "value"),
        ({"fact": "structure.safe", "scope": "first"}, "scope"),
        ({"fact": "consent.passed", "scope": "third"}, "scope"),
        ({"fact": "score.points", "scope": "beauty", "value": "1"}, "scope"),
    ],
)
def test_a_condition_must_fit_its_fact(condition, field):
    data = example()
    criterion(data, "will")["conditions"] = [condition]
    assert set(refused(data)) == {f"eligibility[0].criteria[2].conditions[0].{field}"}


def test_a_look_ahead_reads_facts_of_the_right_kind():
    data = example()
    row = criterion(data, "expropriation")
    row |= {"listed": "built.on", "counted_from": "built.year"}
    found = refused(data)
    assert set(found) == {
        "eligibility[0].criteria[4].listed",
        "eligibility[0].criteria[4].counted_from",
    }


def test_only_one_rule_says_who_is_renovated():
    data = example()
    data["eligibility"].append(data["eligibility"][0] | {"key": "again"})
    assert refused(data)["eligibility"].value == "scope、again"


def test_a_quota_above_one_or_without_one_bound_is_refused():
    data = example()
    data["quotas"][0]["at_most"] = "120%"
    assert "超出 0 到 1" in refused(data)["quotas[0].at_most"].message
    data["quotas"][0] |= {"at_most": "20%", "at_least": "10%"}
    assert "只写一个" in refused(data)["quotas[0]"].message
    del data["quotas"][0]["at_most"], data["quotas"][0]["at_least"]
    assert "只写一个" in refused(data)["quotas[0]"].message


def test_two_criteria_of_the_same_order_are_refused():
    data = example()
    data["priority"]["items"][1]["order"] = 1
    problem = refused(data)["priority.items"]
    assert "次序相同" in problem.message
    assert problem.remedy


def test_weights_add_up_to_one_and_points_stay_within_full_marks():
    data = example()
    scores = data["priority"]["scores"]
    scores[1]["weight"] = "30%"
    scores[0]["bands"][0]["points"] = "11"
    del scores[0]["otherwise"]
    scores[1]["given_by"] = "nobody"
    found = refused(data)
    assert set(found) == {
        "priority.scores",
        "priority.scores[0].bands[0]",
        "priority.scores[0].otherwise",
        "priority.scores[1].given_by",
    }
    assert found["priority.scores"].value == "9/10"


def test_a_rank_compares_what_can_be_compared():
    data = example()
    items = data["priority"]["items"]
    items[0] |= {"better": "high", "fact": "place.kind", "conditions": []}
    items[1] |= {"better": "early"}
    found = refused(data)
    assert "不能这样排序" in found["priority.items[0].better"].message
    assert "只分高低" in found["priority.items[1].better"].message
    data = example()
    data["priority"]["items"].pop()
    assert "没有按得分排序" in refused(data)["priority.scores"].message


def test_a_citys_own_fact_is_asked_like_the_products():
    data = example()
    data["facts"] = [
        *data["facts"],
        {
            "key": "roof_leaks",
            "name": "屋面渗漏",
            "value": "bool",
            "owed_by": "housing",
            "says": "屋面渗漏的在范围内",
            "clause": ["示例 二(一)"],
        },
    ]
    criterion(data, "will")["conditions"] = [{"fact": "roof_leaks"}]
    policy = parse_data(data).policy
    (rule,) = policy.eligibility
    unknown = evaluate(rule, {}, policy.terms)
    assert ("roof_leaks", "") in unknown.missing
    assert "“屋面渗漏”" in unknown.explanation.sentence
    section = next(one for one in outline(policy) if one.key == "scope")
    assert any(row.parameter == "屋面渗漏" for row in section.rows)
    criterion(data, "will")["conditions"] = [{"fact": "roof_falls"}]
    assert "eligibility[0].criteria[2].conditions[0].fact" in refused(data)
