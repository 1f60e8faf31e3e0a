"""docs/schemes.md: every demand of the five schemes, its rule, and what shows it."""

import re
from datetime import date

import pytest

from policies.loading.calendars import library_calendar
from policies.loading.folders import check_folder
from tests.factories.policies import FOLDERS, parsed
from tests.policies.coverage import (
    CONFLICTS,
    INSTEAD,
    ROOT,
    ROWS,
    SCHEMES,
    cases,
    find,
    folders,
    lines,
    policy,
)

FIVE = ("hunchun-2020", "linqu-2024", "luolong-2021", "xinxiang-2020", "yueqing-2023")
ENOUGH = 15
REASON = 20


def test_every_demand_stands_on_the_page_once():
    assert [line.id for line in lines()] == ROWS


def test_a_demand_has_a_rule_that_is_shown_or_says_what_it_is_instead():
    wanting = []
    for line in lines():
        if line.rules and not (line.cases or line.tests):
            wanting.append(f"{line.id}: a rule that nothing shows")
        if not line.rules and not (line.instead.startswith(INSTEAD) and len(line.instead) > REASON):
            wanting.append(f"{line.id}: {line.instead}")
    assert wanting == []


def test_every_scheme_that_makes_a_demand_states_it_in_its_own_policy():
    """A demand of four schemes is not ruled by one of them; "all" means each of the five."""
    wanting = []
    for line in lines():
        stated = {folder for folder, _ in line.rules}
        wanting += [
            f"{line.id}: {name}"
            for name, folder in SCHEMES.items()
            if line.rules and (name in line.scheme or "all" in line.scheme) and folder not in stated
        ]
    assert wanting == []


def test_every_rule_that_the_page_names_is_in_its_policy():
    missing = []
    for line in lines():
        for folder, path in line.rules:
            try:
                assert find(folder, path)
            except (LookupError, FileNotFoundError):
                missing.append(f"{line.id}: {folder}: {path}")
    assert missing == []


def test_every_test_that_the_page_names_exists():
    missing = []
    for line in lines():
        for file, name in line.tests:
            source = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else ""
            if not re.search(rf"^def {name}\(", source, re.MULTILINE):
                missing.append(f"{line.id}: {file}::{name}")
    assert missing == []


@pytest.mark.parametrize("folder", folders())
def test_every_case_that_the_page_names_is_there_and_passes(folder):
    report = check_folder(FOLDERS / folder, library_calendar())
    passed = {result.case.id for result in report.folder.results if result.passed}
    named = {case for line in lines() for where, case in line.cases if where == folder}
    assert named - passed == set()


def test_the_five_are_there_each_with_at_least_fifteen_cases():
    assert {*FIVE, "national"} <= set(folders())
    assert {name: len(cases(name)) for name in FIVE if len(cases(name)) < ENOUGH} == {}


def test_every_conflict_is_recorded_with_readings_a_proposal_and_a_reason():
    recorded = {row["id"] for name in folders() for row in policy(name).get("conflicts", ())}
    assert [one for one in CONFLICTS if one not in recorded] == []
    for name in folders():
        for conflict in parsed(name).policy.conflicts:
            assert len(conflict.readings) >= 2
            assert conflict.reason
            assert all(reading.clauses for reading in conflict.readings)


@pytest.mark.parametrize("name", [name for name in FIVE if name in folders()])
def test_a_conflict_that_changes_an_outcome_is_named_by_a_case(name):
    """Where the reading that the rules follow says what comes of it, a worked case rests on it."""
    named = {one for case in cases(name) for one in case.get("depends", ())}
    telling = [
        conflict.id
        for conflict in parsed(name).policy.conflicts
        for reading in conflict.readings
        if reading.key == conflict.applied and reading.effect
    ]
    assert [one for one in telling if one not in named] == []


def test_the_papers_of_the_schemes_are_asked_for_by_their_steps():
    asked = {
        "yueqing-2023": {
            "application": {"城镇老旧小区改造申请表", "改造意见汇总表"},
            "design": {
                "改造设计方案",
                "投资概算书",
                "居民资金筹集方案",
                "物业维修资金补建、续筹方案",
                "长效管理方案",
            },
            "filing": {
                "改造项目申请表",
                "改造设计方案",
                "改造意见公示书",
                "居民承诺书",
                "长效管理方案",
            },
            "acceptance": {"工程质量保修书"},
            "long_term": {"满意度调查汇总表", "竣工财务决算"},
        },
        "luolong-2021": {
            "assessment": {"测评审核报告"},
            "tender": {"中标通知书", "EPC 总承包合同", "施工组织方案"},
            "final_account": {"工程决算资料", "结算评审报告"},
            "central_supervision": {"建设单位和日常监管单位责任表", "按节点的建设和支付计划"},
            "consolidation": {"物业管理方案", "物业服务质量评定表"},
        },
        "xinxiang-2020": {
            "filing": {"市住建局备案回执", "市发改委备案回执", "市财政局备案回执"},
            "tender": {"施工合同", "监理合同"},
            "award": {"整治改造方案", "竣工验收报告（奖补）", "项目决算报告"},
        },
    }
    for name, steps in asked.items():
        procedure = parsed(name).policy.procedure
        for key, papers in steps.items():
            assert papers <= {document.name for document in procedure.step(key).documents}


def test_the_papers_that_the_product_prints_stand_where_the_schemes_demand_them():
    printed = {
        (name, step.key, need.prints, need.scope or step.subject)
        for name in FIVE
        for step in parsed(name).policy.procedure.steps
        for need in step.documents
        if need.prints
    }
    for wanted in (
        ("application", "application_form", "application"),
        ("application", "consent_summary", "application"),
        ("vote", "consent_summary", "design"),
        ("notice", "notice", "scheme"),
        ("filing", "notice", "scheme"),
        ("filing", "filing_form", ""),
        ("filing", "undertakings", ""),
        ("filing", "management_plan", ""),
        ("long_term", "survey_summary", ""),
    ):
        assert ("yueqing-2023", *wanted) in printed
    assert {name for name, _, kind, _ in printed if kind == "consent_summary"} == set(FIVE)


def test_a_scheme_with_a_last_day_states_it():
    yueqing = parsed("yueqing-2023").policy
    assert (yueqing.effective_from, yueqing.effective_to) == (date(2024, 1, 5), date(2029, 1, 4))
