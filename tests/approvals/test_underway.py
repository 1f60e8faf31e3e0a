"""Running rounds by turnout alone: what is missing, where the pace leads, which one comes first."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from approvals.rules.pace import forecast, so_far
from approvals.rules.underway import Period, underway
from policies.rules.consent import Counts, evaluate
from policies.rules.model import ConsentTest, Matter
from tests.approvals.test_tally_rules import DOUBLE

OPENED, TODAY, CLOSES = date(2024, 6, 13), date(2024, 6, 21), date(2024, 6, 24)
DURING = Period(OPENED, CLOSES, TODAY)


def turnout_of(heads, area, *, agree=0, of=30):
    """The two thirds of a roll of `of` heads with 100 ㎡ each."""
    counts = Counts(of, Decimal(of * 100), heads, Decimal(area), agree, Decimal(0))
    return [("plan", one) for one in evaluate(DOUBLE, counts).tests]


def stands(heads, area, period=DURING, *, returned=None, of=30):
    found = turnout_of(heads, area, of=of)
    return underway(found, period, returned=heads if returned is None else returned)


def test_what_is_missing_until_valid_is_said_exactly():
    now = stands(18, "1843.89")
    assert now.gap == "还差 2 人、156.11 ㎡"
    assert [amount for amount, _ in now.missing] == [Decimal(2), Decimal("156.11")]


def test_the_pace_of_the_slower_measure_decides():
    now = stands(18, 1800)
    assert (now.state, now.expected) == ("coming", date(2024, 6, 22))
    slow = stands(18, 900)
    assert [one.pace.expected for one in slow.tests] == [date(2024, 6, 22), date(2024, 7, 2)]
    assert (slow.state, slow.expected) == ("failing", date(2024, 7, 2))
    assert slow.words == "按目前进度到期时达不到（要到 07-02）"


STATES = [
    ({"heads": 20, "area": 2000}, DURING, "reached", "参与已达到"),
    ({"heads": 18, "area": 1800}, DURING, "coming", "按目前进度预计 06-22 达到"),
    ({"heads": 0, "area": 0}, DURING, "silent", "已开启 8 天，还没有收回意见表"),
    ({"heads": 0, "area": 0}, Period(TODAY, CLOSES, TODAY), "silent", "今天开启，还没有收回意见表"),
    ({"heads": 0, "area": 0, "returned": 2}, DURING, "failing", "按目前进度到期时达不到"),
    ({"heads": 0, "area": 0}, Period(CLOSES, CLOSES, TODAY, begun=False), "ahead", "06-24 开始"),
    (
        {"heads": 18, "area": 1800},
        Period(OPENED, date(2024, 6, 20), TODAY, over=True),
        "over",
        "已过截止时间，参与不足",
    ),
]


@pytest.mark.parametrize(("asked", "period", "state", "words"), STATES)
def test_every_state_has_its_words(asked, period, state, words):
    now = stands(period=period, **asked)
    assert (now.state, now.words) == (state, words)


def test_the_most_endangered_comes_first():
    later = Period(OPENED, date(2024, 6, 29), TODAY)
    rows = {
        "enough": stands(20, 2000),
        "in time, to spare": stands(18, 1800, later),
        "in time, tight": stands(18, 1800),
        "too slow, far": stands(3, 300, later),
        "too slow, near": stands(3, 300),
        "silent, near": stands(0, 0),
        "over": stands(18, 1800, Period(OPENED, date(2024, 6, 20), TODAY, over=True)),
    }
    assert sorted(rows, key=lambda name: rows[name].order) == [
        "over",
        "silent, near",
        "too slow, near",
        "too slow, far",
        "in time, tight",
        "in time, to spare",
        "enough",
    ]


def test_nothing_of_what_anybody_said_is_read():
    all_agree, nobody = (
        underway(turnout_of(18, 1800, agree=agree), DURING, returned=18) for agree in (18, 0)
    )
    assert all_agree == nobody
    assert {one.outcome.test.numerator for one in all_agree.tests} == {"participate"}


def test_entrances_that_judge_themselves_are_counted_and_the_slowest_decides():
    asked = ConsentTest("participate", "all", "heads", ">=", Fraction(2, 3), scope="entrance")
    stairs = {"1 单元": Counts(3, Decimal(300), 2, Decimal(200)), "2 单元": Counts(3, Decimal(300))}
    matter = Matter("lift", "加装电梯", "同意？", (asked,))
    found = evaluate(matter, Counts(6, Decimal(600)), {("owners", "entrance"): stairs}).tests
    now = underway([("lift", one) for one in found], DURING, returned=2)
    assert (now.parts, now.gap) == ((2, 1), "2 处中 1 处参与不足")
    assert (now.state, now.expected) == ("failing", None)


def test_a_round_without_a_least_turnout_says_so():
    now = underway([], DURING, returned=3)
    assert (now.state, now.gap, now.lead, now.words) == ("free", "", "", "本轮不设参与下限")


def test_the_line_from_the_opening_needs_only_the_sum():
    came = {date(2024, 6, 13): Decimal(60), TODAY: Decimal(6)}
    asked = {"need": Decimal(10), "opened": OPENED, "on": TODAY, "closes": CLOSES}
    assert so_far(Fraction(66), **asked) == forecast(came, **asked)[0]


def test_what_would_take_ages_is_never():
    asked = {"need": Decimal(4_000_000), "opened": OPENED, "on": TODAY, "closes": CLOSES}
    assert so_far(Fraction(1, 100), **asked).expected is None
