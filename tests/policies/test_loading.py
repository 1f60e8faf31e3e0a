"""What a policy file may not say, each with its path and what to do."""

import copy
import re

import pytest
import yaml

from common.errors import Refused
from policies.loading.json_schema import FOLDER, schemas
from policies.loading.parse import content_hash, parse_content, parse_data, parse_text
from policies.loading.reading import read_yaml
from policies.rules.vocabulary import FUNNEL
from tests.factories.policies import texts

LINQU = read_yaml(texts("linqu-2024")["policy_text"], "linqu")
YUEQING = read_yaml(texts("yueqing-2023")["policy_text"], "yueqing")


def refused(data):
    with pytest.raises(Refused) as refusal:
        parse_data(data, "policy.yaml")
    return {one.field.removeprefix("policy.yaml: "): one for one in refusal.value.problems}


def changed(source=LINQU):
    return copy.deepcopy(source)


def step(data, key):
    return next(one for one in data["procedure"]["steps"] if one["key"] == key)


def test_an_unknown_key_is_named_with_its_path():
    data = changed()
    data["rounds"][0]["matters"][0]["tests"][0]["treshold"] = "2/3"
    problem = refused(data)["rounds[0].matters[0].tests[0].treshold"]
    assert problem.message == "不认识的键"
    assert problem.remedy


def test_a_float_where_a_share_belongs_is_refused():
    data = changed()
    data["rounds"][1]["matters"][0]["tests"][1]["share"] = 0.75
    data["shares"]["lines"][4]["parts"]["water"] = 0.33
    found = refused(data)
    assert found["rounds[1].matters[0].tests[1].share"].message == "不许用小数（浮点数）"
    assert found["shares.lines[4].parts.water"].value == "0.33"


def test_every_problem_is_told_at_once():
    data = changed()
    data["rounds"][0]["says"] = ""
    del data["notices"][0]["clause"]
    data["levels"][0]["colour"] = "red"
    assert len(refused(data)) == 3


def test_a_share_above_one_is_refused():
    data = changed()
    data["rounds"][0]["matters"][0]["tests"][0]["share"] = "4/3"
    assert "超出 0 到 1" in refused(data)["rounds[0].matters[0].tests[0].share"].message


def test_parts_that_leave_a_hole_are_refused():
    data = changed()
    data["shares"]["lines"][4]["parts"] = {"water": "1/3", "residents": "1/3"}
    problem = refused(data)["shares.lines[4].parts"]
    assert problem.value == "2/3"
    assert "没有出资方" in problem.message


def test_a_level_nobody_pays_for_is_refused():
    data = changed()
    data["shares"]["lines"] = [one for one in data["shares"]["lines"] if one["key"] != "upgrading"]
    data["shares"]["overhead"]["over"].remove("upgrading")
    assert refused(data)["shares.lines"].value == "upgrading"


def test_an_overflow_needs_a_payer():
    data = changed(YUEQING)
    data["shares"]["cap"]["overflow_to"] = "nobody"
    assert "必须有人承担" in refused(data)["shares.cap.overflow_to"].remedy
    data["shares"]["cap"]["overflow_to"] = "government"
    assert "不能仍由同一方" in refused(data)["shares.cap.overflow_to"].message


def test_an_obligation_that_nobody_discharges_is_refused():
    data = changed(YUEQING)
    del data["obligations"][0]["discharged"][1]
    problem = refused(data)["obligations[0].discharged[0].when"]
    assert "没有步骤办理" in problem.message


def test_steps_in_a_circle_are_refused():
    data = changed()
    step(data, "admission")["after"] = ["design"]
    (ring,) = [one for one in refused(data).values() if "成环" in one.message]
    assert ring.value == "admission → design → admission"


def test_a_gate_that_waits_for_a_later_step_is_refused():
    data = changed()
    gate = copy.deepcopy(step(data, "second_round")["gates"][0])
    gate["key"] = "too_early"
    step(data, "design")["gates"].append(gate)
    problems = refused(data).values()
    assert any("循环等待" in problem.message for problem in problems)


def test_unknown_units_facts_steps_and_milestones_are_refused():
    data = changed()
    step(data, "start")["lead"] = "nobody"
    step(data, "works")["gates"][0]["fact"] = "works.speed"
    step(data, "handover")["after"] = ["party"]
    step(data, "start")["reaches"] = "begun"
    messages = {one.value: one.message for one in refused(data).values()}
    assert messages["nobody"] == "没有这个单位"
    assert messages["works.speed"] == "没有这个事实键"
    assert messages["party"] == "没有这个步骤"
    assert messages["begun"] == "没有这个里程碑"


@pytest.mark.parametrize("kind", FUNNEL)
def test_each_bar_of_the_funnel_must_be_reached(kind):
    data = changed()
    for one in data["procedure"]["steps"]:
        if one.get("reaches") == kind:
            del one["reaches"]
    assert "没有步骤达成里程碑" in refused(data)["procedure.steps"].message


def test_a_clause_must_name_a_known_document():
    data = changed()
    data["notices"][0]["clause"] = ["某文件 三"]
    assert refused(data)["notices[0].clause[0]"].value == "某文件"


def test_a_gate_value_must_fit_its_fact():
    data = changed()
    step(data, "works")["gates"][0]["value"] = "done"
    assert any("取值“done”不合" in one.message for one in refused(data).values())


def test_a_key_given_twice_is_refused_with_its_line():
    with pytest.raises(Refused, match=r"第 2 行.*写了两次"):
        read_yaml("policy: a\npolicy: b\n", "policy.yaml")


def test_a_file_nested_without_end_is_refused():
    with pytest.raises(Refused, match="嵌套超过 50 层"):
        read_yaml("[" * 5000, "policy.yaml")


def test_yes_and_on_are_words_here():
    assert read_yaml("on: yes\n", "x") == {"on": "yes"}


def test_only_plain_digits_are_numbers():
    text = "[7, -7, 0, 012, 1_000, 1:30, 0x10, +7, " + "9" * 5000 + "]"
    assert [type(one) for one in read_yaml(text, "x")] == [int, int, int, *[str] * 6]


@pytest.mark.parametrize("day", ["2024-02-30", "2024-13-01", "2024-06-30 25:00:00", "2024-6-30"])
def test_a_day_that_does_not_exist_has_its_path(day):
    changed_text = texts("linqu-2024")["policy_text"].replace(
        "issued: 2024-06-15", f"issued: {day}"
    )
    with pytest.raises(Refused) as refusal:
        parse_text(changed_text)
    (problem,) = refusal.value.problems
    assert problem.field.endswith("issued")
    assert (problem.value, problem.expected) == (day, "日期，如 2024-06-30")


def test_an_empty_or_broken_file_is_refused_in_words():
    for text in ("", "- a\n", "a: [", "!!python/object/apply:os.getcwd []"):
        with pytest.raises(Refused):
            parse_text(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [", 2),
        ("a: 1\n b: 2", 2),
        ("a: 'x", 1),
        ("a: *nobody", 1),
        ("a:\tb: c", 1),
        ("a: 1\n- b", 2),
        ("!!python/object/apply:os.getcwd []", 1),
        ("a: \x00", 0),
        ("? [1]\n: b", 1),
        ("a: !!int x", 1),
        ("a: !!timestamp x", 1),
        ("---\n---\n", 2),
        ("<<: 1", 1),
        ("a: \ud800", 0),
    ],
)
def test_what_is_no_yaml_is_said_in_chinese_with_its_line(text, line):
    with pytest.raises(Refused) as refusal:
        read_yaml(text, "policy.yaml")
    (problem,) = refusal.value.problems
    assert not re.search("[a-z]", problem.message.replace("YAML", "")), problem.message
    assert problem.field.startswith("policy.yaml")
    assert (f"第 {line} 行" in problem.field) or not line, problem.field
    assert problem.expected


def test_stored_content_reads_back_equal_and_hashes_the_same():
    parsed = parse_data(changed(), "x")
    effective = {"from": "2024-01-01", "to": None}
    assert parse_content(parsed.content, effective) == parsed.policy
    reordered = dict(reversed(parsed.content.items()))
    assert content_hash(parsed.content, []) == content_hash(reordered, [])


def test_the_effective_range_lies_outside_the_hash():
    data = changed()
    data["effective"] = {"from": data["effective"]["from"].replace(year=2025)}
    assert parse_data(data, "x").content == parse_data(changed(), "x").content


def test_the_committed_schemas_are_current():
    for name, text in schemas().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


def test_anchors_and_plain_yaml_agree():
    assert yaml.safe_load(texts("national")["policy_text"])["policy"] == "national"


def test_a_rule_left_to_a_wider_layer_is_named_and_not_stated_twice():
    data = changed()
    step(data, "second_round")["subject"] = "owners_vote"
    step(data, "second_round")["gates"][0]["scope"] = "owners_vote"
    assert any("没有这个所办事项" in one.message for one in refused(data).values())
    data["wider"] = {"rounds": ["owners_vote"]}
    assert "上位层的同一部分不再适用" in refused(data)["wider.rounds"].message
    del data["rounds"]
    data["eligibility"][0]["criteria"][0]["conditions"][0]["scope"] = "owners_vote"
    step(data, "first_round")["subject"] = "owners_vote"
    for one in data["procedure"]["steps"]:
        for gate in one.get("gates", []):
            if gate["fact"] == "consent.passed":
                gate["scope"] = "owners_vote"
    assert parse_data(data, "x").policy.wider == ("rounds.owners_vote",)


def test_registers_and_figures_name_known_units_and_can_be_divided():
    data = changed()
    rule = {"says": "登记", "clause": ["临朐 二(三)"]}
    data["registers"] = [
        {"key": "a", "name": "台账", "kind": "ledger", "owner": "nobody", "receiver": "no", **rule}
    ]
    part = {"name": "一", "amount": "1"}
    data["figures"] = [
        {"key": "f", "name": "数", "stated": "1", "unit": "户", "per": "0", "parts": [part], **rule}
    ]
    found = refused(data)
    assert found["registers[0].owner"].value == "nobody"
    assert found["registers[0].receiver"].value == "no"
    assert "以零相除" in found["figures[0].per"].message


def test_who_issues_a_paper_and_the_measure_of_a_quantity_must_be_known():
    data = changed()
    step(data, "design")["documents"][0]["issuer"] = "nobody"
    data["catalogue"][0]["items"][0]["quantity"] = "12.5"
    found = refused(data)
    assert found["catalogue[0].items[0].unit"].message == "有工程量而没有计量单位"
    assert [one.value for path, one in found.items() if path.endswith(".issuer")] == ["nobody"]


def test_a_document_prints_only_what_the_product_prints_and_says_of_what():
    data = changed()
    asked = ({"prints": "novel"}, {"prints": "notice"})
    asked += ({"prints": "consent_summary", "scope": "nowhere"},)
    asked += ({"prints": "management_plan", "scope": "scheme"},)
    step(data, "design")["documents"] = [
        {"key": f"d{n}", "name": "要件", **one} for n, one in enumerate(asked)
    ]
    found = {path.rpartition("documents")[2]: one for path, one in refused(data).items()}
    assert "management_plan" in found["[0].prints"].expected
    assert "scheme" in found["[1].scope"].remedy
    assert found["[2].scope"].value == "nowhere"
    assert found["[3].scope"].expected == "不写"


def test_a_warranty_has_months_or_says_why_not():
    data = changed()
    rule = {"name": "屋面", "says": "保修", "clause": ["临朐 二(三)"]}
    data["warranties"] = [
        {"key": "both", "months": 60, "undecided": "没有写", **rule},
        {"key": "none", "by": "nobody", **rule},
    ]
    found = refused(data)
    assert found["warranties[0]"].value == "both"
    assert found["warranties[1]"].value == "none"
    assert found["warranties[1].by"].value == "nobody"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [BOMB, "a: &a [*a]", "x: " + "y" * 3_000_000],
    ids=["bomb", "circle", "large"],
)
def test_a_file_that_would_never_end_is_refused_in_words(text):
    with pytest.raises(Refused, match="政策文件不会这样"):
        parse_text(text)


@pytest.mark.parametrize("text", ["!!python/object/apply:os.system [ls]", "a: !x 1", "\x00"])
def test_a_file_that_wants_more_than_data_is_refused_in_words(text):
    with pytest.raises(Refused, match="不是合格的 YAML"):
        parse_text(text)


def test_a_notice_that_no_objection_outlasts_has_a_gate_that_says_so():
    data = changed()
    for one in data["procedure"]["steps"]:
        gates = one.get("gates", [])
        one["gates"] = [row for row in gates if row["fact"] != "notice.open_objections"]
    problem = refused(data)["notices[0].open_objections_allowed"]
    assert problem.message == "异议须全部办结，却没有步骤以此为条件"
    data["notices"][0]["open_objections_allowed"] = True
    parse_data(data, "policy.yaml")
