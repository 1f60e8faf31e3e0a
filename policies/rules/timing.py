"""Due days of steps and the counting of periods, each with its explanation.

A year whose holidays are not announced gives a provisional day, said so, never a silent guess.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from common.explanations import Explanation, Input, Line, notes
from policies.rules.days import (
    ONE_DAY,
    Calendar,
    add_days,
    make_up_days,
    ranges,
    with_weekday,
    working_days_between,
)
from policies.rules.model import Deadline, Terms
from policies.rules.premises import Known
from policies.rules.variants import Chosen, choose

__all__ = [
    "Calendar",
    "DayResult",
    "add_days",
    "due_date",
    "over_before_it_began",
    "period",
    "working_days_between",
]

NOTHING, NO_TERMS = Known(), Terms()
UNITS = {"working": "个工作日", "calendar": "日"}


@dataclass(frozen=True, slots=True)
class DayResult:
    """A last day. `day` None: cannot be said yet. `provisional`: rests on an unannounced year.

    `clash` warns that a day which should not be passed is passed. `blameless`: the day was over, or
    all but over, when the text was issued, so that being late is nobody's fault.
    """

    day: date | None
    provisional: bool
    explanation: Explanation
    clash: str = ""
    blameless: bool = False


def due_date(
    deadline: Deadline,
    start: date | None,
    calendar: Calendar,
    *,
    known: Known = NOTHING,
    terms: Terms = NO_TERMS,
    issued: date | None = None,
) -> DayResult:
    """The day a step is due.

    A fixed day needs no start. A relative one without a start cannot be said yet. Where both are
    given both hold: the earlier binds and a later relative one is warned of. The variant that
    `known` chooses replaces the rest; what cannot be chosen yet has no day. `issued`: the day of
    the text, before which no day can be kept.
    """
    chosen = choose(deadline, known, terms)
    if chosen.deadline is None:
        waiting = _waiting(deadline, chosen.sentence)
        explained = replace(waiting.explanation, result="尚不能判定", lines=chosen.lines)
        return replace(waiting, explanation=explained)
    return _told(_due(chosen.deadline, start, calendar), chosen, issued)


def _told(result: DayResult, chosen: Chosen, issued: date | None) -> DayResult:
    """Add which case applied, who put the day off, and that it was over before it began."""
    deadline, explained = chosen.deadline, result.explanation
    if chosen.lines:
        explained = replace(explained, lines=(*chosen.lines, *explained.lines))
    if deadline and deadline.starts:
        explained = replace(
            explained, inputs=(Input("起始日", deadline.starts.isoformat()), *explained.inputs)
        )
    if deadline and deadline.postponed_because:
        line = Line("方案已顺延", deadline.postponed_because, explained.result)
        explained = replace(explained, lines=(*explained.lines, line))
    blameless = over_before_it_began(result.day, issued)
    if blameless:
        words = f"方案 {issued} 印发，期限 {result.day} 自始已过或次日即到，逾期不归责办理单位"
        note = notes(words, explained.note)
        explained = replace(explained, note=note)
    return replace(result, explanation=explained, blameless=blameless)


def over_before_it_began(day: date | None, issued: date | None) -> bool:
    """Whether a due day lies before the text's own day, on it or on the day after."""
    return day is not None and issued is not None and day <= issued + ONE_DAY


def _due(deadline: Deadline, start: date | None, calendar: Calendar) -> DayResult:
    if deadline.done:
        return _waiting(deadline, "方案写明已完成，补录佐证即可", result="已完成")
    if deadline.within is None:
        return _yearly(deadline, start) if deadline.yearly else _fixed(deadline)
    if start is None:
        length = f"{deadline.within} {UNITS[deadline.unit]}"
        waiting = _waiting(deadline, f"起算日未到，到时按 {length}推算")
        return replace(waiting, day=deadline.fixed)
    return _against_limits(deadline, period(deadline, start, calendar))


def _against_limits(deadline: Deadline, result: DayResult) -> DayResult:
    """Hold a relative day against the fixed one and the one not to be passed."""
    limit = min((day for day in (deadline.fixed, deadline.not_after) if day), default=None)
    if limit is None or result.day is None or result.day <= limit:
        return result
    old = result.explanation
    length = f"{deadline.within} {UNITS[deadline.unit]}"
    clash = f"按 {length}推算到 {result.day}，已越过 {limit} 的规定时限"
    note = notes(clash, old.note)
    if deadline.fixed is None:
        return replace(result, clash=clash, explanation=replace(old, note=note))
    bound = min(result.day, deadline.fixed)
    line = Line("固定期限在前，从其规定", "", bound.isoformat(), emphasis=True)
    explained = replace(old, result=bound.isoformat(), lines=(*old.lines, line), note=note)
    return replace(result, day=bound, clash=clash, explanation=explained)


def _fixed(deadline: Deadline) -> DayResult:
    day = deadline.fixed
    if day is None:
        return _waiting(deadline, "方案没有规定期限")
    found = _known(deadline, day, f"规定时限 {day}")
    limit = deadline.not_after
    if limit is None or day <= limit:
        return found
    clash = f"规定时限 {day} 越过 {limit}，方案的两个时限相撞"
    note = notes(clash, found.explanation.note)
    return replace(found, clash=clash, explanation=replace(found.explanation, note=note))


def _yearly(deadline: Deadline, start: date | None) -> DayResult:
    """The first such day of a year on or after the start."""
    month, _, number = deadline.yearly.partition("-")
    words = f"每年 {int(month)} 月 {int(number)} 日前办结"
    if start is None:
        return _waiting(deadline, f"起算日未到；{words}")
    days = (date.fromisoformat(f"{start.year + n}-{deadline.yearly}") for n in (0, 1))
    day = next(one for one in days if one >= start)
    return _known(deadline, day, f"{start} 起算，{words}")


def _known(deadline: Deadline, day: date, sentence: str) -> DayResult:
    explained = Explanation(
        title="期限",
        result=day.isoformat(),
        sentence=sentence,
        clauses=deadline.clauses,
        note=deadline.says,
    )
    return DayResult(day, provisional=False, explanation=explained)


def _waiting(deadline: Deadline, sentence: str, result: str = "未起算") -> DayResult:
    explained = Explanation(
        title="期限",
        result=result,
        sentence=sentence,
        status="undecided",
        clauses=deadline.clauses,
        note=deadline.says,
    )
    return DayResult(None, provisional=False, explanation=explained)


def period(
    deadline: Deadline,
    start: date,
    calendar: Calendar,
    *,
    left_out: Set[date] = frozenset(),
) -> DayResult:
    """The last day of `deadline.within` days from that day; days in `left_out` do not count."""
    count, unit, counted = deadline.within or 1, deadline.unit, deadline.first_day_counted
    day, skipped, provisional = add_days(
        start, count, unit, calendar, first_day_counted=counted, left_out=left_out
    )
    first, _, _ = add_days(start, 1, unit, calendar, first_day_counted=counted, left_out=left_out)
    rest = "当日计入" if counted else "当日不计入"
    lines = [
        Line("起算日", rest, with_weekday(start)),
        Line("第 1 日", "", with_weekday(first)),
    ]
    if skipped:
        lines.append(Line("跳过休息日", ranges(skipped, calendar), f"{len(skipped)} 天"))
    if extra := make_up_days(start, day, calendar):
        lines.append(Line("调休上班", "、".join(map(with_weekday, extra)), f"{len(extra)} 天"))
    lines.append(Line(f"第 {count} {UNITS[unit]}", "", with_weekday(day), emphasis=True))
    years = sorted({start.year, day.year})
    papers = [f"{year} 年：{calendar.years.get(year) or '放假安排未载入'}" for year in years]
    unknown = "所涉年份的放假安排尚未公布或载入，暂按周一至周五推算，公布后重算"
    return DayResult(
        day,
        provisional,
        Explanation(
            title="期限",
            result=day.isoformat(),
            sentence=f"{start} 起 {count} {UNITS[unit]}（{rest}），{day} 期满",
            status="provisional" if provisional else "final",
            inputs=(Input("起算日", start.isoformat()), Input("日历", "；".join(papers))),
            lines=tuple(lines),
            clauses=deadline.clauses,
            note=notes(deadline.says, unknown if provisional else ""),
        ),
    )
