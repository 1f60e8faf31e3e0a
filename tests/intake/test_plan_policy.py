"""A plan table held against the policy in force: who may be renovated, and parts of the whole."""

import pytest

from intake.services.examining import Request, examine
from tests.factories.districts import AreaFactory
from tests.factories.renovation import published_policy
from tests.intake.builders import HEAD, ROWS, workbook
from tests.intake.test_mending import AT

pytestmark = pytest.mark.django_db

RULES = """
eligibility:
  - key: scope
    name: 改造范围
    grants: renovation
    says: 2000 年底前建成的小区
    clause: [测试 一]
    criteria:
      - key: built
        name: 建成时间
        kind: built
        says: 以 2000 年底为界
        clause: [测试 一]
        windows:
          - {key: early, to: 2000, answer: eligible, says: 2000 年底前, clause: [测试 一]}
          - {key: late, after: 2000, answer: excluded, says: 2000 年后不改, clause: [测试 一]}
quotas:
  - key: newer
    name: 2000 年后建成的占比
    counts: households
    at_most: "1/2"
    says: 不超过计划户数的一半
    clause: [测试 一]
    conditions: [{fact: community.households, operator: ">=", value: "60"}]
"""
YEARS = [*HEAD, "建成年代"]


@pytest.fixture(autouse=True)
def streets():
    AreaFactory(code="370724", name="临朐县", level="district")
    AreaFactory(code="370724001", name="城关街道")
    AreaFactory(code="370724002", name="东城街道")
    published_policy(lambda text: text.replace("\nrounds:", RULES + "\nrounds:", 1))


def found(*years):
    rows = [[*row, year] for row, year in zip(ROWS, years, strict=True)]
    content = workbook([YEARS, *rows])
    request = Request("370724", 2024)
    return examine(content=content, name="a.xlsx", request=request, on=AT.date()).findings


def told(findings, code):
    return [(one.severity, one.cell, one.message) for one in findings if one.code == code]


def test_who_is_out_of_scope_is_a_doubt_with_the_clause_and_why():
    (severity, cell, message), *rest = told(found("1998年", 2005, "90年代"), "ineligible")

    assert (severity, cell, rest) == ("warn", "G3", [])
    assert "“乙小区”不符合“改造范围”" in message
    assert "2005" in message
    assert "（测试 一）" in message


def test_years_that_straddle_the_limit_are_left_to_the_bureau():
    assert [cell for _, cell, _ in told(found("1998-2003", 1990, 1991), "ineligible")] == ["G2"]


def test_what_nobody_knows_is_named_and_not_taken_for_a_yes():
    findings = found("2000年前", None, 1990)

    (severity, _, message), *rest = told(findings, "eligibility_open")
    assert (severity, rest) == ("inform", [])
    assert "甲小区、乙小区需要" in message
    assert "建成" in message
    assert "读不出确切年份" in told(findings, "converted")[0][2]


def test_a_part_of_the_plan_beyond_its_quota_is_a_doubt_with_the_numbers():
    assert told(found(1998, 1997, 1990), "quota") == []

    rows = [[*row, 1990] for row in ROWS[1:]]
    content = workbook([YEARS, *rows])
    request = Request("370724", 2024)
    findings = examine(content=content, name="a", request=request, on=AT.date()).findings

    (severity, _, message), *_ = told(findings, "quota")
    assert severity == "warn"
    assert "超出，至少调出 40 户（60/80）（测试 一）" in message
