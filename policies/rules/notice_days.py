"""The last day of a notice: counted from its posting, and counted again where it was interrupted.

A day on which the notice was down, torn off or out of sight is no day of publication. Whether the
count goes on after it or begins anew is the policy's word (`interrupted`). The day it was put up
again is treated as the day of posting is: counted or not by the rule's `first_day_counted`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from common.explanations import Explanation, Line, notes
from policies.rules.days import ONE_DAY, Calendar, with_weekday
from policies.rules.model import Deadline, NoticeRule
from policies.rules.timing import DayResult, period

PAUSED, RESTARTS = "paused", "restarts"
INTERRUPTED = {PAUSED: "扣除中断日，恢复后接着计", RESTARTS: "恢复张贴后重新计算"}
OPEN_POLICY = "公示中断后期限如何计算方案没有写，须由主管部门裁定"


@dataclass(frozen=True, slots=True)
class Interruption:
    """The day it was found down, the day it was put up again (None: not yet), and why."""

    down: date
    restored: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """From which posting days are counted, and which days are none."""

    start: date
    left_out: frozenset[date] = frozenset()


def notice_last_day(
    rule: NoticeRule,
    posted: date,
    calendar: Calendar,
    interruptions: Sequence[Interruption] = (),
) -> DayResult:
    """The last day of a notice posted on that day; without one while it is down.

    An interruption after the last day changes nothing. Where the policy does not say what an
    interruption does, there is no last day either: the result is undecided, never a guess.
    """
    counting, felt = Counting(posted), []
    result = _counted(rule, counting, calendar)
    for one in sorted(interruptions, key=lambda one: one.down):
        if result.day is None or one.down > result.day:
            break
        felt.append(one)
        if one.restored is None:
            return _unknown(rule, result, felt, f"{one.down} 起中断，登记恢复张贴后才能推算期满日")
        if rule.interrupted is None:
            return _unknown(rule, result, felt, OPEN_POLICY)
        counting = _after(rule, counting, one, one.restored)
        result = _counted(rule, counting, calendar)
    return _told(rule, posted, result, felt) if felt else result


def counting_of(
    rule: NoticeRule, posted: date, interruptions: Iterable[Interruption]
) -> Counting | None:
    """From where and without which days the present count runs; None where it cannot be said."""
    counting = Counting(posted)
    for one in sorted(interruptions, key=lambda one: one.down):
        if one.restored is None or rule.interrupted is None:
            return None
        counting = _after(rule, counting, one, one.restored)
    return counting


def _after(rule: NoticeRule, counting: Counting, one: Interruption, restored: date) -> Counting:
    """The count after one interruption that has ended."""
    if rule.interrupted == RESTARTS:
        return Counting(restored)
    return replace(counting, left_out=counting.left_out | _days(rule, one.down, restored))


def _days(rule: NoticeRule, down: date, restored: date) -> frozenset[date]:
    """The days on which it did not hang whole: from the day down to the day it was restored."""
    last = restored - ONE_DAY if rule.first_day_counted else restored
    return frozenset(down + timedelta(n) for n in range((last - down).days + 1))


def _counted(rule: NoticeRule, counting: Counting, calendar: Calendar) -> DayResult:
    result = period(
        Deadline(
            within=rule.length,
            unit=rule.unit,
            first_day_counted=rule.first_day_counted,
            says=rule.says,
            clauses=rule.clauses,
        ),
        counting.start,
        calendar,
        left_out=counting.left_out,
    )
    return replace(result, explanation=replace(result.explanation, title=rule.name))


def _told(
    rule: NoticeRule, posted: date, result: DayResult, felt: Sequence[Interruption]
) -> DayResult:
    """The explanation with every interruption in it, and what the rule makes of them."""
    old, way = result.explanation, INTERRUPTED[rule.interrupted or PAUSED]
    explained = replace(
        old,
        sentence=f"{posted} 张贴，其间中断 {len(felt)} 次，{way}；{old.sentence}",
        lines=(*_lines(rule, felt), *old.lines),
    )
    return replace(result, explanation=explained)


def _lines(rule: NoticeRule, felt: Iterable[Interruption]) -> tuple[Line, ...]:
    return tuple(
        Line(
            "公示中断",
            f"{with_weekday(one.down)}撤落，"
            + (f"{with_weekday(one.restored)}恢复张贴" if one.restored else "尚未恢复")
            + (f"：{one.reason}" if one.reason else ""),
            _worth(rule, one),
        )
        for one in felt
    )


def _worth(rule: NoticeRule, one: Interruption) -> str:
    if one.restored is None or rule.interrupted is None:
        return "待定"
    if rule.interrupted == RESTARTS:
        return "重新起算"
    return f"不计 {len(_days(rule, one.down, one.restored))} 天"


def _unknown(
    rule: NoticeRule, before: DayResult, felt: Sequence[Interruption], sentence: str
) -> DayResult:
    explained = Explanation(
        title=rule.name,
        result="尚不能判定",
        sentence=sentence,
        status="undecided",
        inputs=before.explanation.inputs,
        lines=_lines(rule, felt),
        clauses=rule.clauses,
        note=notes(sentence, rule.says),
    )
    return DayResult(None, provisional=False, explanation=explained)
