"""From the checked shape of government money to the frozen values that rules work on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.shares import parse_share
from policies.loading import schema_government as s
from policies.loading.build_money import parts_of
from policies.loading.clauses import clauses
from policies.loading.schema import PolicyShape
from policies.rules import government_model as g
from policies.rules.tier_model import PAID, Span, Tier, TierTable
from policies.rules.vocabulary import SOURCES


def government_of(shape: PolicyShape) -> g.GovernmentRule | None:
    """The waterfall."""
    x = shape.government
    if x is None:
        return None
    payers = shape.shares.payers if shape.shares else []
    return g.GovernmentRule(
        key=x.key,
        name=x.name,
        levels=tuple(map(_level, x.levels)),
        places=tuple(
            g.PlaceType(
                one.key,
                one.name,
                tuple(one.areas),
                one.undecided,
                one.says,
                clauses(one.clause, one.says),
            )
            for one in x.places
        ),
        steps=tuple(BUILDERS[one.step](one) for one in x.steps),
        payer_names=tuple((payer.key, payer.name) for payer in payers),
        says=x.says,
        clauses=clauses(x.clause, x.says),
    )


def _level(x: s.LevelShape) -> g.GovernmentLevel:
    own = x.sources or [key for key in (x.key,) if key in SOURCES]
    return g.GovernmentLevel(x.key, x.name, tuple(own))


def span_of(x: s.SpanShape, number: Callable[[str], Fraction]) -> Span:
    """A span with exact bounds."""
    lower = x.from_ if x.from_ is not None else x.over
    upper = x.to if x.to is not None else x.below
    return Span(
        None if lower is None else number(lower),
        x.over is None,
        None if upper is None else number(upper),
        x.below is None,
    )


def _head(x: Any) -> dict[str, Any]:
    return {
        "key": x.key,
        "name": x.name,
        "pays": x.pays,
        "says": x.says,
        "clauses": clauses(x.clause, x.says),
    }


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def share_or_none(text: str | None) -> Fraction | None:
    """An exact share, where one is given."""
    return None if text is None else parse_share(text)


def _base(x: s.BaseShape) -> g.BaseStep:
    return g.BaseStep(
        **_head(x),
        counts=x.counts,
        of=x.of,
        per=x.per,
        standard=_exact(x.standard),
        at_least=_exact(x.at_least),
        at_most=_exact(x.at_most),
        overflow_to=x.overflow_to,
    )


def _split(x: s.SplitShape) -> g.SplitStep:
    rows = tuple(g.SplitRow(tuple(row.places), parts_of(row.parts)) for row in x.rows)
    return g.SplitStep(**_head(x), rows=rows)


def _adjust(x: s.AdjustShape) -> g.AdjustStep:
    none = Fraction(0)
    paid = x.measure == PAID
    tiers = tuple(
        Tier(
            span_of(row, parse_share if paid else Fraction),
            (share_or_none(row.adds) or none) - (share_or_none(row.takes) or none),
        )
        for row in x.tiers
    )
    name = x.measure_name or "居民出资到位率"
    table = TierTable(x.measure, name, x.unit, tiers, x.whole, change=True)
    return g.AdjustStep(**_head(x), against=x.against, table=table)


def _on_time(x: s.OnTimeShape) -> g.OnTimeStep:
    return g.OnTimeStep(
        **_head(x),
        of=x.of,
        share=parse_share(x.share),
        counts=x.counts,
        event=x.event,
        places=tuple(x.places),
        until=x.until,
        groups=tuple(g.Until(one.group, one.name, one.until) for one in x.groups),
        step=x.procedure_step,
    )


def _reimburse(x: s.ReimburseShape) -> g.ReimburseStep:
    return g.ReimburseStep(
        **_head(x),
        of=x.of,
        event=x.event,
        share=share_or_none(x.share),
        at_most=share_or_none(x.at_most),
        undecided=x.undecided,
        outside=frozenset(x.outside),
    )


def _tiers(x: s.TierStepShape) -> g.TierStep:
    tiers = tuple(Tier(span_of(row, Fraction), Fraction(row.amount)) for row in x.tiers)
    table = TierTable(x.measure, x.measure_name, x.unit, tiers, x.whole)
    return g.TierStep(**_head(x), table=table, times=x.times)


def _rest(x: s.RestShape) -> g.RestStep:
    return g.RestStep(**_head(x), of=x.of)


BUILDERS: dict[str, Callable[[Any], g.Step]] = {
    "base": _base,
    "split": _split,
    "adjust": _adjust,
    "on_time": _on_time,
    "reimburse": _reimburse,
    "tiers": _tiers,
    "rest": _rest,
}
