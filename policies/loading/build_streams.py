"""From the checked shape of streams, spreads and the fund to frozen values."""

from __future__ import annotations

from common.shares import parse_share
from policies.loading.build_government import share_or_none
from policies.loading.build_money import tag_names
from policies.loading.clauses import clauses
from policies.loading.schema import PolicyShape
from policies.rules import stream_model as m


def streams_of(shape: PolicyShape) -> tuple[m.StreamRule, ...]:
    """What each source may pay for."""
    return tuple(
        m.StreamRule(
            key=x.key,
            name=x.name,
            source=x.source,
            uses=frozenset(x.uses),
            forbids=frozenset(x.forbids),
            at_most=share_or_none(x.at_most),
            first_year=x.years.first if x.years else None,
            last_year=x.years.last if x.years else None,
            areas=tuple(x.areas),
            apart=frozenset(x.apart),
            says=x.says,
            clauses=clauses(x.clause, x.says),
            tag_names=tag_names(shape),
        )
        for x in shape.streams
    )


def spreads_of(shape: PolicyShape) -> tuple[m.SpreadRule, ...]:
    """Sums spread by factors."""
    return tuple(
        m.SpreadRule(
            x.key,
            x.name,
            tuple(m.Factor(f.key, f.name, f.unit, share_or_none(f.weight)) for f in x.factors),
            x.difficulty,
            x.says,
            clauses(x.clause, x.says),
        )
        for x in shape.spreads
    )


def fund_of(shape: PolicyShape) -> m.FundRule | None:
    """When the maintenance fund is flagged."""
    x = shape.fund
    if x is None:
        return None
    return m.FundRule(x.key, x.name, parse_share(x.flag_below), x.says, clauses(x.clause, x.says))
