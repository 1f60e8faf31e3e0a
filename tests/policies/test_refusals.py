"""Any one thing made wrong in a good policy is refused, with its own path and what to do."""

import copy
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.loading.parse import parse_data
from policies.loading.problems import path_text
from tests.policies.broken_policy import (
    CLAUSES,
    GOOD,
    MAPPINGS,
    SHARES,
    UNITS,
    at,
    broken,
    problems,
    shown,
    step,
)

FEW = settings(max_examples=40)  # each reads a whole policy


def test_the_policy_they_are_tried_on_is_good():
    assert problems(GOOD) == {}


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (
            ("eligibility", 0, "criteria", 1, "built", "windows", 0),
            "eligibility[0].criteria[1].windows[0]",
        ),
        (("government", "steps", 2, "tiers", "tiers", 0), "government.steps[2].tiers[0]"),
        (("government", "places", 0, "areas"), "government.places[0].areas"),
    ],
)
def test_the_kind_that_chose_a_shape_is_no_part_of_the_path(location, path):
    assert path_text(location) == path


@FEW
@given(st.sampled_from(MAPPINGS))
def test_an_unknown_key_anywhere_has_its_path(path):
    def add(owner, key):
        owner[key]["unheard_of"] = "1"

    assert f"{shown(path)}.unheard_of" in broken(path, add)


@FEW
@given(st.sampled_from(SHARES), st.sampled_from(["4/3", "101%", "2"]))
def test_a_share_above_one_anywhere_has_its_path(path, share):
    found = broken(path, lambda owner, key: owner.__setitem__(key, share))
    assert any(field.startswith(shown(path)) for field in found)


@FEW
@given(st.sampled_from(SHARES), st.floats(0, 1))
def test_a_float_anywhere_has_its_path(path, number):
    found = broken(path, lambda owner, key: owner.__setitem__(key, number))
    assert found[shown(path)].message == "不许用小数（浮点数）"


@FEW
@given(st.sampled_from(CLAUSES))
def test_a_missing_or_empty_clause_has_its_path(path):
    emptied = broken(path, lambda owner, key: owner.__setitem__(key, []))
    removed = broken(path, lambda owner, key: owner.__delitem__(key))
    optional = "discharged" in path or path[-2] == "catalogue"
    assert optional or (shown(path) in emptied and shown(path) in removed)


@FEW
@given(st.sampled_from(UNITS))
def test_a_unit_nobody_knows_has_its_path(path):
    found = broken(path, lambda owner, key: owner.__setitem__(key, "nobody"))
    assert shown(path) in found
    assert found[shown(path)].remedy


def test_an_unknown_key_is_answered_with_those_there_are():
    found = broken(("shares", "cap", "per_area"), renamed("per_area", "per_aria"))
    assert "per_area" in found["shares.cap.per_aria"].expected
    assert "per_area" in found["shares.cap.per_aria"].remedy


def test_a_missing_key_says_what_it_asks_for():
    found = broken(("notices", 0, "first_day_counted"), lambda owner, key: owner.pop(key))
    assert found["notices[0].first_day_counted"].expected == "true 或 false"


def test_a_circle_of_steps_is_named_step_by_step():
    data = copy.deepcopy(GOOD)
    step(data, "design")["after"] = ["plan"]
    (ring,) = [one for one in problems(data).values() if "成环" in one.message]
    names = ring.value.split(" → ")
    assert names[0] == names[-1]
    assert len(names) > 2
    assert all(a in step(data, b)["after"] for a, b in pairwise(names))


def renamed(old, new):
    def rename(owner, _key):
        owner[new] = owner.pop(old)

    return rename


HEAD = ("policy", "place", "programme", "title", "short", "document", "issued", "effective")


def frame(**values):
    """A policy that states nothing but what it is."""
    return {key: GOOD[key] for key in (*HEAD, "sources")} | values


def test_a_supplement_to_a_wider_scheme_needs_no_procedure_of_its_own():
    assert parse_data(frame(supplements="zhejiang-2023")).policy.supplements == "zhejiang-2023"


def test_the_nation_and_a_province_set_frames_without_a_procedure():
    assert all(parse_data(frame(place=one)).policy.procedure is None for one in ("", "33"))
    assert "procedure" in problems(frame())


@FEW
@given(st.sets(st.sampled_from(UNITS), min_size=2, max_size=5))
def test_every_fault_is_told_at_once(paths):
    data = copy.deepcopy(GOOD)
    for path in paths:
        at(data, path[:-1])[path[-1]] = "nobody"
    assert {shown(path) for path in paths} <= set(problems(data))
