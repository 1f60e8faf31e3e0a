"""Words are the policy's: renaming anything changes what is read and nothing that is decided."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from policies.loading.calendars import library_calendar
from policies.loading.cases import cases_of
from policies.loading.folders import policy_folders, read_folder
from policies.loading.parse import parse_data
from policies.loading.reading import read_yaml
from policies.rules.cases import run_all
from policies.rules.outcome_words import outcome_words, value_words
from policies.rules.outline import outline

FOLDERS = {one.name: one for one in policy_folders(settings.BASE_DIR / "fixtures" / "policies")}
CALENDAR = library_calendar()
NAMED = ("levels", "aspects", "units")
names = st.text(st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑寅卯"), min_size=7, max_size=9)


def folder(name):
    """A shipped folder, read once."""
    if name not in READ:
        READ[name] = read_folder(FOLDERS[name], CALENDAR)
    return READ[name]


READ = {}


def renamed(name, fresh):
    """The same document in which every level, aspect, unit, phase and step has another name."""
    document = read_yaml((FOLDERS[name] / "policy.yaml").read_text(), name)
    procedure = document.get("procedure") or {}
    lists = [document.get(section) or [] for section in NAMED]
    lists += [procedure.get("phases") or [], procedure.get("steps") or []]
    given = {}
    for index, row in enumerate(row for rows in lists for row in rows):
        given[row["key"]] = row["name"] = f"{fresh}{index}"
    return document, given


def decided(results):
    """What the cases came to, without the words in which it is told."""
    return [(one.case.id, one.passed, dict(one.got)) for one in results]


@pytest.mark.parametrize("name", sorted(FOLDERS))
@limits(max_examples=4)
@given(fresh=names)
def test_renaming_changes_no_outcome_of_any_case(name, fresh):
    found = folder(name)
    document, _ = renamed(name, fresh)
    policy = parse_data(document).policy

    again = run_all(policy, cases_of(found.cases), CALENDAR)

    assert decided(again) == decided(found.results)


@pytest.mark.parametrize("name", ["luolong-2021", "hunchun-2020", "yueqing-2023"])
@limits(max_examples=4)
@given(fresh=names)
def test_the_document_speaks_in_the_policys_own_words(name, fresh):
    document, given = renamed(name, fresh)
    policy = parse_data(document).policy
    text = repr(outline(policy))

    steps = {step.key for step in policy.procedure.steps}
    assert all(re.search(rf"{given[key]}(?!\d)", text) for key in steps)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_case_is_told_without_a_key(name):
    found = folder(name)
    latin = re.compile(r"[A-Za-z]{2,}")
    policy = found.parsed.policy

    told = [
        words
        for one in found.results
        for key in one.case.expect
        for words in (outcome_words(policy, key), value_words(policy, one.got.get(key, "")))
    ]

    assert [words for words in told if latin.search(words)] == []
