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
from policies.rules.census import SECTIONS as SECTION_ROWS
from policies.rules.census import groups
from policies.rules.evaluating import evaluate
from policies.rules.outcome_words import outcome_words, value_words
from policies.rules.outline import outline
from tests.policies.words_reference import slow_catalogue, slow_census, slow_names, slow_rows

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


SECTIONS = ("units", "steps", "catalogue", "registers")


def document_of(name):
    """A shipped file as plain data, read once."""
    if name not in DOCUMENTS:
        DOCUMENTS[name] = read_yaml((FOLDERS[name] / "policy.yaml").read_text(), name)
    return DOCUMENTS[name]


DOCUMENTS = {}


@st.composite
def starts(draw, name, section):
    """The beginning of a clause that the section cites, cut anywhere, or of none."""
    rows = slow_rows(document_of(name), section)
    clauses = {one for row in rows for one in row["clause"]}
    whole = draw(st.sampled_from(["", "天书 九", *sorted(clauses)]))
    return whole[: draw(st.integers(0, len(whole)))]


def counted(policy, section, start=""):
    return evaluate(policy, "census", {"section": section, "cites": start}, CALENDAR).outcome


@pytest.mark.parametrize("name", sorted(FOLDERS))
@limits(max_examples=25)
@given(data=st.data())
def test_counting_words_agrees_with_the_slow_reading(name, data):
    policy = folder(name).parsed.policy
    section = data.draw(st.sampled_from(SECTIONS))
    start = data.draw(starts(name, section))

    assert counted(policy, section, start) == slow_census(document_of(name), section, start)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_the_catalogue_counted_agrees_with_the_slow_reading(name):
    found = evaluate(folder(name).parsed.policy, "catalogue", {"code": ""}, CALENDAR).outcome

    assert found.items() >= slow_catalogue(document_of(name)).items()


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_name_that_the_file_gives_is_the_one_that_is_read(name):
    policy = folder(name).parsed.policy
    procedure = policy.procedure
    told = {("units", one.key): one.name for one in policy.units}
    told |= {("levels", one.key): one.name for one in policy.levels}
    told |= {("aspects", one.key): one.name for one in policy.aspects}
    if procedure:
        told |= {("phases", one.key): one.name for one in procedure.phases}
        told |= {("steps", one.key): one.name for one in procedure.steps}

    assert told == slow_names(document_of(name))


@limits(max_examples=25)
@given(st.sampled_from(sorted(FOLDERS)), st.sampled_from(SECTIONS), st.randoms())
def test_the_order_of_rows_does_not_matter_and_one_more_counts_once(name, section, random):
    policy = folder(name).parsed.policy
    rows = list(SECTION_ROWS[section].rows(policy))
    if not rows:
        return
    random.shuffle(rows)

    assert groups(section, rows) == groups(section, SECTION_ROWS[section].rows(policy))
    fewer, last = groups(section, rows[1:]), rows[0]
    more = groups(section, rows)
    for field in SECTION_ROWS[section].by:
        key = str(getattr(last, field))
        assert more[key] == fewer.get(key, 0) + 1
    assert sum(more.values()) == len(rows) * len(SECTION_ROWS[section].by)
