"""Windows, cases, windows of phases, reports that come round, standards item by item."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Undecidable
from policies.loading.calendars import library_calendar
from policies.rules.checklists import check_items
from policies.rules.fact_values import FactValue
from policies.rules.fact_words import FactKind
from policies.rules.model import (
    Checklist,
    ChecklistItem,
    Deadline,
    OwnFact,
    Phase,
    Premise,
    Procedure,
    ReturnRule,
    Terms,
    Variant,
)
from policies.rules.phases import phase_on
from policies.rules.premises import Known
from policies.rules.returns import on_time, return_due
from policies.rules.timing import due_date

CALENDAR = library_calendar()
STREAMS = FactKind(
    "stream", "资金渠道", "", "word", "own", words={"ndrc": "发改", "finance": "财政"}
)
BATCHES = FactKind(
    "batch", "批次", "", "word", "own", words={"first": "第一批", "second": "第二批"}
)
TERMS = Terms({one.key: OwnFact(one, "u") for one in (STREAMS, BATCHES)})
NDRC, FINANCE = (Premise("stream", values=(key,)) for key in ("ndrc", "finance"))
TENDER = Deadline(
    variants=(
        Variant((NDRC, Premise("batch", values=("second",))), Deadline(), "第二批没有写进度"),
        Variant((NDRC,), Deadline(fixed=date(2020, 8, 28))),
        Variant((FINANCE,), Deadline(fixed=date(2020, 9, 15))),
    )
)


def of(**values):
    return Known({(key, ""): FactValue(key, "", value) for key, value in values.items()})


def tender(**values):
    return due_date(TENDER, None, CALENDAR, known=of(**values), terms=TERMS)


def test_the_stream_of_money_chooses_the_day():
    assert tender(stream="ndrc", batch="first").day == date(2020, 8, 28)
    assert tender(stream="finance").day == date(2020, 9, 15)


def test_a_case_without_a_day_and_a_case_not_known_have_none():
    second = tender(stream="ndrc", batch="second")
    assert (second.day, second.explanation.sentence) == (None, "尚不能判定：第二批没有写进度")
    unknown = tender()
    assert (unknown.day, unknown.explanation.status) == (None, "undecided")
    assert "需要“资金渠道”" in unknown.explanation.sentence


def test_without_a_matching_case_nothing_is_guessed():
    rule = Deadline(variants=(Variant((NDRC,), Deadline(fixed=date(2020, 8, 28))),))
    result = due_date(rule, None, CALENDAR, known=of(stream="finance"), terms=TERMS)
    assert (result.day, result.explanation.result) == (None, "尚不能判定")
    whole = Deadline(fixed=date(2020, 9, 1), variants=rule.variants)
    assert due_date(whole, None, CALENDAR, known=of(stream="finance"), terms=TERMS).day == date(
        2020, 9, 1
    )


@given(st.integers(-40, 40))
def test_a_day_over_before_the_text_was_issued_is_nobodys_fault(offset):
    issued = date(2020, 5, 6)
    day = issued + timedelta(days=offset)
    result = due_date(Deadline(fixed=day), None, CALENDAR, issued=issued)
    assert result.day == day
    assert result.blameless is (offset <= 1)
    assert ("不归责" in result.explanation.note) is result.blameless


def test_the_text_may_put_a_day_off_itself_and_say_why():
    rule = Deadline(fixed=date(2021, 10, 30), postponed_because="疫情")
    explained = due_date(rule, None, CALENDAR).explanation
    assert [(line.label, line.expression) for line in explained.lines] == [("方案已顺延", "疫情")]


def test_what_the_text_calls_done_has_no_day_and_owes_papers():
    result = due_date(Deadline(done=True), None, CALENDAR)
    assert (result.day, result.explanation.result) == (None, "已完成")


PHASES = Procedure(
    (
        Phase("preparation", "前期准备", ends=date(2021, 4, 15)),
        Phase("assessment", "技术测评", starts=date(2021, 4, 16), ends=date(2021, 4, 25)),
        Phase("review", "财政评审", ends=date(2021, 4, 30)),
        Phase("works", "组织实施", starts=date(2021, 5, 1), ends=date(2023, 10, 31)),
        Phase("settlement", "工程决算", parent="works"),
        Phase("consolidation", "巩固提升", ends=date(2023, 12, 31)),
    ),
    (),
)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        ("2021-04-15", "preparation"),
        ("2021-04-16", "assessment"),
        ("2021-04-26", "review"),
        ("2021-05-01", "works"),
        ("2023-10-31", "works"),
        ("2023-11-01", "consolidation"),
    ],
)
def test_a_day_lies_in_the_phase_that_holds_it(day, phase):
    assert phase_on(PHASES, date.fromisoformat(day)).key == phase


@given(st.dates(date(2020, 1, 1), date(2023, 12, 31)), st.integers(0, 400))
def test_a_later_day_is_never_in_an_earlier_phase(day, more):
    order = [phase.key for phase in PHASES.phases]
    later = min(day + timedelta(days=more), date(2023, 12, 31))
    assert order.index(phase_on(PHASES, day).key) <= order.index(phase_on(PHASES, later).key)


def test_a_day_behind_all_phases_cannot_be_placed():
    with pytest.raises(Undecidable, match="不在方案写明的任何阶段"):
        phase_on(PHASES, date(2024, 1, 1))


def monthly(rest="stays", every="month", **values):
    return ReturnRule("m", "月报", every, 3, "before", rest, ("u",), **values)


def test_the_third_is_in_time_and_the_fourth_is_late():
    july = date(2020, 7, 15)
    assert return_due(monthly(), july, CALENDAR).day == date(2020, 8, 3)
    assert on_time(monthly(), july, date(2020, 8, 3), CALENDAR)
    assert not on_time(monthly(), july, date(2020, 8, 4), CALENDAR)


@given(
    st.dates(date(2023, 1, 1), date(2024, 11, 30)), st.sampled_from(["month", "quarter", "year"])
)
def test_any_day_of_a_period_gives_the_same_due_day_after_it(day, every):
    rule = monthly(every=every)
    due = return_due(rule, day, CALENDAR).day
    length = {"month": 1, "quarter": 3, "year": 12}[every]
    first = (day.month - 1) // length * length + 1
    assert due == return_due(rule, day.replace(day=1, month=first), CALENDAR).day
    after = day.year * 12 + first - 1 + length
    assert (due.year, due.month, due.day) == (after // 12, after % 12 + 1, 3)


def test_on_a_day_of_rest_it_stays_or_moves_as_the_text_says():
    january = date(2024, 1, 1)  # 2024-02-03 is a Saturday, 02-04 a make-up workday
    assert return_due(monthly(), january, CALENDAR).day == date(2024, 2, 3)
    assert return_due(monthly("next"), january, CALENDAR).day == date(2024, 2, 4)
    assert return_due(monthly("next"), date(2031, 1, 1), CALENDAR).provisional


def standard(count=13, **values):
    items = tuple(ChecklistItem(f"i{n}", f"第 {n} 项") for n in range(count))
    return Checklist("s", "标准", "community", items, **values)


def test_thirteen_of_thirteen_pass_and_twelve_do_not():
    marks = dict.fromkeys((one.key for one in standard().items), True)
    assert check_items(standard(), marks).passed is True
    assert check_items(standard(), marks | {"i4": False}).passed is False
    assert check_items(standard(at_least=12), marks | {"i4": False}).passed is True


@given(
    st.dictionaries(st.sampled_from([f"i{n}" for n in range(6)]), st.booleans()), st.integers(1, 6)
)
def test_unseen_items_decide_only_when_they_cannot_change_the_answer(marks, least):
    rule = standard(6, at_least=least)
    unseen = [one.key for one in rule.items if one.key not in marks]
    ends = {
        sum({**marks, **dict.fromkeys(unseen, guess)}.values()) >= least for guess in (True, False)
    }
    expected = ends.pop() if len(ends) == 1 else None
    assert check_items(rule, marks).passed is expected


@given(
    st.sets(st.sampled_from([f"i{n}" for n in range(6)])),
    st.sampled_from([f"i{n}" for n in range(6)]),
)
def test_one_more_item_met_never_fails_what_passed(met, more):
    rule = standard(6, at_least=4)
    marks = {one.key: one.key in met for one in rule.items}
    if check_items(rule, marks).passed:
        assert check_items(rule, marks | {more: True}).passed
