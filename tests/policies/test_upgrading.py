"""A database of an older release is read as it stands: no published row is written again."""

import copy
from decimal import Decimal

import pytest
from django.conf import settings

from common.errors import Refused
from policies.loading.calendars import library_calendar
from policies.loading.cases import cases_of
from policies.loading.folders import read_folder
from policies.loading.parse import content_hash, parse_content, parse_data, parse_document
from policies.loading.reading import read_yaml
from policies.loading.upgrading import upgraded, upgraded_cases
from policies.rules.cases import run_all
from policies.rules.evaluating import evaluate

SINCE_2023 = {"from": "2024-01-05", "to": None}
CALENDAR = library_calendar()
THREE = ["项目建议书", "可行性研究报告", "初步设计"]


def row(key, limit, merged, separate, says):
    """A row as the release before stored it."""
    return {
        "key": key,
        "name": says,
        "at_most": limit,
        "merged": merged,
        "separate": separate,
        "says": says,
        "clause": ["乐清 四(四)"],
    }


MERGES = [
    row("three", "10000000", THREE, [], "三项合并。"),
    row("two", "20000000", THREE[:2], THREE[2:], "两项合并。"),
    row("none", None, [], THREE, "分别编报。"),
]
OLD_CASES = [
    {"id": "批1", "title": "三项", "kind": "merge", "cost": "10000000.00", "depends": [],
     "expect": {"row": "three", "merged": 3}},
    {"id": "批2", "title": "两项", "kind": "merge", "cost": "10000000.01", "depends": [],
     "expect": {"row": "two", "merged": 2}},
    {"id": "批3", "title": "不合并", "kind": "merge", "cost": "20000000.01", "depends": ["X13"],
     "expect": {"row": "none", "merged": 0}},
]  # fmt: skip


@pytest.fixture(scope="module")
def today():
    """What the present release stores of Yueqing."""
    folder = settings.BASE_DIR / "fixtures" / "policies" / "yueqing-2023"
    return read_folder(folder, CALENDAR).parsed.content


@pytest.fixture
def old(today):
    """The same as the release before stored it: rows of merges instead of obligations."""
    content = copy.deepcopy(today)
    del content["obligations"]
    return {**content, "merges": copy.deepcopy(MERGES)}


def old_answer(cost):
    """The rule of the release before: the first row whose limit holds."""
    for one in MERGES:
        if one["at_most"] is None or cost <= Decimal(one["at_most"]):
            return one["merged"]
    raise AssertionError


@pytest.mark.parametrize(
    "cost", ["0.00", "9999999.99", "10000000.00", "10000000.01", "20000000.00", "20000000.01"]
)
def test_the_old_limits_still_decide_what_is_filed_as_one(old, cost):
    policy = parse_content(old, SINCE_2023)
    facts = {"facts": {"money.estimate": cost}}

    found = evaluate(policy, "approval", facts, CALENDAR)

    assert found.outcome["merged"] == str(len(old_answer(Decimal(cost))))
    assert found.decided


def test_the_old_cases_still_pass(old):
    policy = parse_content(old, SINCE_2023)

    assert [one.differences for one in run_all(policy, cases_of(OLD_CASES), CALENDAR)] == [()] * 3


def test_reading_an_old_content_leaves_it_and_its_hash_alone(old):
    before, digest = copy.deepcopy(old), content_hash(old, OLD_CASES)

    parse_content(old, SINCE_2023)
    upgraded_cases(OLD_CASES)

    assert old == before
    assert content_hash(old, OLD_CASES) == digest


def test_a_file_of_the_release_before_can_be_taken_as_a_draft(old):
    parsed = parse_document({**old, "effective": SINCE_2023})

    assert "merges" not in parsed.content
    assert [one["name"] for one in parsed.content["obligations"]] == THREE


def test_without_a_step_that_approves_the_rows_are_kept_as_notes(old):
    for step in old["procedure"]["steps"]:
        step["reaches"] = None

    assert upgraded(old)["notes"][-3:] == [one["says"] for one in MERGES]
    assert not upgraded(old).get("obligations")


def test_what_is_up_to_date_stays_as_it_is(today):
    assert upgraded(today) == today
    assert upgraded(upgraded(today)) == today


def test_a_key_that_no_release_wrote_is_refused_in_words(today):
    with pytest.raises(Refused) as refusal:
        parse_content({**today, "mergers": []}, SINCE_2023)

    assert "mergers" in refusal.value.problems[0].field


def test_a_new_file_may_not_use_the_old_key():
    path = settings.BASE_DIR / "fixtures" / "policies" / "yueqing-2023" / "policy.yaml"
    document = read_yaml(path.read_text(encoding="utf-8"), "policy.yaml")

    with pytest.raises(Refused) as refusal:
        parse_data({**document, "merges": MERGES})

    assert any("merges" in problem.field for problem in refusal.value.problems)
