"""The same answers found another way: every completion of the missing facts is tried.

A rule is unknown exactly where the completions disagree on something that a known fact does not
settle; no three-valued logic and no windows here, only whole sets of facts and plain days.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from policies.rules.eligibility_model import (
    Answer,
    BuiltCriterion,
    ExclusionsCriterion,
    RequiresCriterion,
)


def slow_answer(rule, known):
    """`known`: fact key → value, yes-or-no facts and built.on only."""
    answers = [_criterion(one, known) for one in rule.criteria]
    for worst in (Answer.EXCLUDED, Answer.UNKNOWN, Answer.DECIDE):
        if worst in answers:
            return worst
    return Answer.ELIGIBLE


def _criterion(one, known):
    asked = [key for key, _ in one.reads]
    open_ = [key for key in asked if key not in known and not key.startswith("built.")]
    found = set()
    for guess in product([True, False], repeat=len(open_)):
        found |= _whole(one, known | dict(zip(open_, guess, strict=True)))
    if len(found) == 1:
        return found.pop()
    return Answer.UNKNOWN


def _whole(one, facts):
    """The answers that are possible with these facts."""
    if isinstance(one, BuiltCriterion):
        days = _days(facts)
        if days is None:
            return {Answer.UNKNOWN}
        return {_of_day(one, day, facts) for day in days}
    if isinstance(one, RequiresCriterion):
        test = all if one.mode == "all" else any
        holds = test(facts[c.fact] is (c.values[0] == "true") for c in one.conditions)
        return {Answer.ELIGIBLE if holds else one.otherwise}
    if isinstance(one, ExclusionsCriterion):
        struck = {row.answer for row in one.rows if facts[row.fact]}
        for answer in (Answer.EXCLUDED, Answer.DECIDE):
            if answer in struck:
                return {answer}
        return {Answer.ELIGIBLE}
    raise NotImplementedError(one)


def _days(facts):
    if "built.on" in facts:
        return [facts["built.on"]]
    if "built.year" in facts:
        start = date(facts["built.year"], 1, 1)
        return [
            start + timedelta(n) for n in range(366) if (start + timedelta(n)).year == start.year
        ]
    return None


def _of_day(one, day, facts):
    (window,) = [w for w in one.windows if (w.first or date.min) <= day <= (w.last or date.max)]
    if all(facts[c.fact] for c in window.provided):
        return window.answer
    return window.otherwise


def slow_room(share, part, whole, bound):
    """How many more fit, by adding one at a time; None where thousands fit."""
    added = 0
    while added < 5000:
        more = added + 1
        left, right = (
            (part + more, share * (whole + more))
            if bound == "at_most"
            else (share * (whole + more), Fraction(part))
        )
        if left > right:
            return added
        added = more
    return None


def slow_order(rule, rows):
    """Names by rank, found by asking of each how many are strictly before it."""
    return {
        name: 1 + sum(_before(rule, other, mine) for other in rows.values())
        for name, mine in rows.items()
    }


def _before(rule, one, other):
    for item in rule.items:
        a, b = one[item.key], other[item.key]
        if a == b:
            continue
        return (a > b) is (item.better in {"meets", "high", "late"})
    return False
