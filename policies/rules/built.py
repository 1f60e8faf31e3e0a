"""The year or day of building against the windows of a policy, exact to the day."""

from __future__ import annotations

from datetime import date

from common.explanations import Line
from policies.rules.conditions import Book, all_hold
from policies.rules.eligibility_model import (
    ANSWER_LABELS,
    Answer,
    BuiltCriterion,
    FactKey,
    Window,
)
from policies.rules.fact_values import FactValue, day_of, number
from policies.rules.fact_words import BUILT_ON, BUILT_YEAR
from policies.rules.findings import Finding

Span = tuple[date, date]


def answer_built(one: BuiltCriterion, book: Book) -> Finding:
    """The answer of the window that holds it; a year cut by a boundary asks for the day."""
    year, day = book.get((BUILT_YEAR, "")), book.get((BUILT_ON, ""))
    if year is None and day is None:
        missing: tuple[FactKey, ...] = ((BUILT_YEAR, ""),)
        return Finding(one, Answer.UNKNOWN, book.needs(missing), missing)
    if year and day and day_of(day).year != year.value:
        words = f"建成年份 {year.value} 与建成日期 {day.value} 不一致，须先核实"
        return Finding(one, Answer.DECIDE, words)
    span = _span(year, day)
    words = f"{day.value} " if day else f"{span[0].year} 年"
    held = [window for window in one.windows if _meets(window, span)]
    findings = [_of_window(one, window, words, book) for window in held]
    given = {found.answer for found in findings}
    if len(findings) == 1 or (len(given) == 1 and Answer.UNKNOWN not in given):
        return findings[0]
    missing = ((BUILT_ON, ""), *(key for found in findings for key in found.missing))
    return Finding(one, Answer.UNKNOWN, f"{words}跨两个时段，{book.needs(missing)}", missing)


def _span(year: FactValue | None, day: FactValue | None) -> Span:
    """The days on which it may have been built."""
    if day is not None:
        return day_of(day), day_of(day)
    if year is None:
        raise ValueError("neither year nor day")
    known = int(number(year.value))
    return date(known, 1, 1), date(known, 12, 31)


def _meets(window: Window, span: Span) -> bool:
    return (window.first is None or window.first <= span[1]) and (
        window.last is None or span[0] <= window.last
    )


def _of_window(one: BuiltCriterion, window: Window, built: str, book: Book) -> Finding:
    tests = tuple(book.judge(condition) for condition in window.provided)
    holds = all_hold(tests)
    head = f"{built}建成，属“{window.says}”（{span_words(window)}）"
    lines = (
        Line("建成时间", f"{built.strip()}，{span_words(window)}", ANSWER_LABELS[window.answer]),
        *(Line(book.label(test.key), test.have, test.result) for test in tests),
    )
    if holds is None:
        missing = tuple(test.key for test in tests if test.holds is None)
        answer, words = Answer.UNKNOWN, f"{head}，{book.needs(missing)}"
    elif holds:
        missing, answer, words = (), window.answer, head
    else:
        missing, answer = (), window.otherwise
        words = f"{head}，但" + "；".join(test.words for test in tests if test.holds is False)
    conflict = window.conflict if answer is Answer.DECIDE else ""
    return Finding(one, answer, words, missing, lines, window.clauses, conflict)


def span_words(window: Window) -> str:
    """2001 年至 2005 年; days where a boundary is no turn of a year."""
    first, last = _edge(window.first, (1, 1)), _edge(window.last, (12, 31))
    if first and last:
        return first if first == last else f"{first}至{last}"
    return f"{first}及以后" if first else f"{last}及以前" if last else "任何时间"


def _edge(day: date | None, turn: tuple[int, int]) -> str:
    if day is None:
        return ""
    return f"{day.year} 年" if (day.month, day.day) == turn else f"{day} "
