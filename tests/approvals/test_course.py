"""本轮进度: in which order a round is worked off, what is short, and what comes next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.course import Counted, course

BEGUN = Counted(state="open", heads=156, units=160, returned=0)
HALF = replace(BEGUN, returned=103, kept=True, issued=160, written=101, scanned=40)
CLOSED = replace(HALF, state="closed", due=True)
SEALED = replace(CLOSED, state="confirmed", drawn=7)
WHOLE = replace(SEALED, scanned=101, rechecked=7, photographs=1, announced=True)


def by_name(counted):
    return {one.name: one for one in course(counted)}


def coming(counted):
    return [one.name for one in course(counted) if one.pace == "now"]


@pytest.mark.parametrize(
    ("counted", "comes"),
    [
        (BEGUN, ["登记发放"]),
        (replace(BEGUN, kept=True, issued=160), ["收回录入"]),
        (replace(BEGUN, returned=1), ["收回录入"]),
        (HALF, ["收回录入"]),
        (replace(HALF, returned=160), ["截止计票"]),
        (replace(HALF, returned=160, twice=159), ["第二遍录入"]),
        (replace(HALF, due=True), ["截止计票"]),
        (replace(HALF, due=True, twice=100), ["第二遍录入"]),
        (CLOSED, ["复核确认"]),
        (SEALED, ["抽查和签字表"]),
        (replace(SEALED, rechecked=7, photographs=1), ["结果公告"]),
        (WHOLE, []),
    ],
)
def test_what_comes_next(counted, comes):
    assert coming(counted) == comes


def test_each_station_says_how_far_it_is():
    found = {name: one.words for name, one in by_name(replace(HALF, twice=90, differing=3)).items()}
    assert found["冻结名册"] == "156 人、160 套"
    assert found["登记发放"] == "160/160 份"
    assert found["收回录入"] == "103/160 户"
    assert found["第二遍录入"] == "90/103 份，3 份待核定"
    assert found["扫描归档"] == "40/101 份"
    assert by_name(BEGUN)["登记发放"].words == "没有登记"
    assert by_name(SEALED)["抽查和签字表"].words == "抽查 0/7 份，签字表 0 张"


def test_a_rule_that_asks_nobody_to_read_twice_has_no_such_station():
    assert "第二遍录入" not in by_name(HALF)


def test_a_closed_round_has_taken_its_papers_in_although_not_everybody_answered():
    assert by_name(CLOSED)["收回录入"].pace == "done"


numbers = st.integers(0, 300)


@given(
    st.builds(
        Counted,
        state=st.sampled_from(["open", "closed", "confirmed"]),
        heads=numbers,
        units=numbers,
        returned=numbers,
        issued=numbers,
        kept=st.booleans(),
        twice=st.none() | numbers,
        written=numbers,
        scanned=numbers,
        due=st.booleans(),
        drawn=numbers,
        rechecked=numbers,
        photographs=numbers,
        announced=st.booleans(),
    )
)
def test_at_most_one_thing_is_next_and_only_what_is_not_done(counted):
    assert len(coming(counted)) <= 1
    assert counted.state == "confirmed" or len(coming(counted)) == 1
