"""From the checked shape of eligibility, quotas and priority to frozen values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from common.shares import parse_share
from policies.loading import schema_eligibility as s
from policies.loading.clauses import clauses
from policies.rules import eligibility_model as e
from policies.rules import priority_model as p

ONE_DAY = timedelta(days=1)


def eligibility_of(x: s.EligibilityShape) -> e.EligibilityRule:
    """One rule with its criteria."""
    return e.EligibilityRule(
        x.key,
        x.name,
        x.grants,
        tuple(map(_criterion, x.criteria)),
        x.says,
        clauses(x.clause, x.says),
    )


def quota_of(x: s.QuotaShape) -> e.QuotaRule:
    """A part of a plan; the shape has exactly one bound."""
    return e.QuotaRule(
        x.key,
        x.name,
        x.counts,
        tuple(map(condition_of, x.conditions)),
        "at_most" if x.at_most is not None else "at_least",
        parse_share(x.at_most or x.at_least or "0"),
        x.says,
        clauses(x.clause, x.says),
    )


def priority_of(x: s.PriorityShape) -> p.PriorityRule:
    """The order, its items sorted by their place."""
    return p.PriorityRule(
        x.key,
        x.name,
        tuple(map(_rank, sorted(x.items, key=lambda item: item.order))),
        tuple(map(_score, x.scores)),
        x.says,
        clauses(x.clause, x.says),
    )


def condition_of(x: s.ConditionShape) -> e.Condition:
    """A condition; a yes-or-no fact without a value is to be true."""
    return e.Condition(
        x.fact,
        x.operator,
        tuple(x.one_of) or (x.value or "true",),
        x.scope,
        x.says,
        clauses(x.clause, x.says),
    )


def window_span(x: s.WindowShape) -> tuple[date | None, date | None]:
    """First and last day, both included; a year stands for all its days."""
    first = _first(x.from_) if x.from_ is not None else None
    if x.after is not None:
        first = _last(x.after) + ONE_DAY
    last = _last(x.to) if x.to is not None else None
    if x.before is not None:
        last = _first(x.before) - ONE_DAY
    return first, last


def _first(moment: date | int) -> date:
    return date(moment, 1, 1) if isinstance(moment, int) else moment


def _last(moment: date | int) -> date:
    return date(moment, 12, 31) if isinstance(moment, int) else moment


def _criterion(x: s.CriterionShape) -> e.Criterion:
    found = clauses(x.clause, x.says)
    match x:
        case s.PlaceShape():
            return e.PlaceCriterion(
                x.key,
                x.name,
                tuple(x.areas),
                tuple(x.kinds),
                e.Answer(x.otherwise),
                x.says,
                found,
            )
        case s.BuiltShape():
            return e.BuiltCriterion(x.key, x.name, tuple(map(_window, x.windows)), x.says, found)
        case s.RequiresShape():
            conditions = tuple(map(condition_of, x.conditions))
            answer = e.Answer(x.otherwise)
            return e.RequiresCriterion(x.key, x.name, x.mode, conditions, answer, x.says, found)
        case s.ExclusionsShape():
            rows = tuple(
                e.Exclusion(row.fact, e.Answer(row.answer), row.says, clauses(row.clause, row.says))
                for row in x.rows
            )
            return e.ExclusionsCriterion(x.key, x.name, rows, x.says, found)
        case s.AheadShape():
            return e.AheadCriterion(
                x.key,
                x.name,
                x.listed,
                x.planned_on,
                x.years,
                x.counted_from,
                e.Answer(x.answer),
                x.conflict,
                x.says,
                found,
            )


def _window(x: s.WindowShape) -> e.Window:
    first, last = window_span(x)
    return e.Window(
        x.key,
        first,
        last,
        e.Answer(x.answer),
        tuple(map(condition_of, x.provided)),
        e.Answer(x.otherwise),
        x.conflict,
        x.says,
        clauses(x.clause, x.says),
    )


def _rank(x: s.RankShape) -> p.RankItem:
    return p.RankItem(
        x.key,
        x.name,
        x.order,
        x.better,
        x.fact,
        tuple(map(condition_of, x.conditions)),
        x.says,
        clauses(x.clause, x.says),
    )


def _score(x: s.ScoreShape) -> p.ScoreItem:
    return p.ScoreItem(
        x.key,
        x.name,
        parse_share(x.weight),
        Decimal(x.full),
        tuple(p.Band(Decimal(b.points), tuple(map(condition_of, b.conditions))) for b in x.bands),
        Decimal(x.otherwise or 0),
        x.given_by,
        x.says,
        clauses(x.clause, x.says),
    )
