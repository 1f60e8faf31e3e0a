"""From the checked shape of the division of cost to the frozen values that rules work on."""

from __future__ import annotations

from decimal import Decimal

from common.shares import parse_share
from policies.loading import schema_money as s
from policies.loading.clauses import clauses
from policies.loading.schema import PolicyShape
from policies.rules import money_model as money
from policies.rules import residents_model as r
from policies.rules import utility_model as u


def shares_of(shape: PolicyShape) -> money.SharesRule | None:
    """The division; the utilities' segments are its first lines."""
    if shape.shares is None:
        return None
    x = shape.shares
    return money.SharesRule(
        key=x.key,
        name=x.name,
        payers=tuple(money.Payer(p.key, p.name, p.kind) for p in x.payers),
        lines=tuple(map(_line, x.lines)),
        utility_lines=_utility_lines(utilities_of(shape)),
        overhead_over=tuple(x.overhead.over),
        excluded=tuple(x.excluded),
        social_lowers=x.social_lowers,
        apportion=x.apportion.by,
        cap=_cap(x.cap) if x.cap else None,
        says=x.says,
        overhead_says=x.overhead.says,
        overhead_clauses=clauses(x.overhead.clause, x.overhead.says),
        apportion_says=x.apportion.says,
        clauses=clauses(x.clause, x.says),
        apportion_clauses=clauses(x.apportion.clause, x.apportion.says),
        residents=_residents(x.residents),
        tag_names=tag_names(shape),
    )


def tag_names(shape: PolicyShape) -> tuple[tuple[str, str], ...]:
    """The policy's own words for kinds of cost."""
    return tuple((tag.key, tag.name) for tag in shape.cost_tags)


def parts_of(shares: dict[str, str]) -> tuple[money.Part, ...]:
    """Payer → share, exact."""
    return tuple(money.Part(payer, parse_share(text)) for payer, text in shares.items())


def utilities_of(shape: PolicyShape) -> tuple[u.UtilityRule, ...]:
    """Utilities with their segments."""
    return tuple(
        u.UtilityRule(
            one.key,
            one.name,
            one.payer,
            tuple(map(_segment, one.segments)),
            one.says,
            clauses(one.clause, one.says),
        )
        for one in shape.utilities
    )


def segment_key(utility: str, segment: str) -> str:
    """Key of the line that a segment becomes; `overhead.over` may name it."""
    return f"{utility}.{segment}"


def _segment(x: s.SegmentShape) -> u.Segment:
    return u.Segment(
        key=x.key,
        name=x.name,
        where=x.where,
        owner=x.owner,
        tags=frozenset(x.tags),
        parts=parts_of(x.parts),
        undecided=x.undecided,
        builds=x.builds,
        owner_after=x.owner_after,
        maintains=x.maintains,
        says=x.says,
        clauses=clauses(x.clause, x.says),
    )


def _utility_lines(utilities: tuple[u.UtilityRule, ...]) -> tuple[money.SplitLine, ...]:
    """Company-owned assets first: the line that asks for more is tried first."""
    lines = [
        money.SplitLine(
            segment_key(utility.key, one.key),
            one.name,
            one.parts,
            one.tags | ({"company_owned"} if one.owner == "company" else frozenset()),
            (),
            one.undecided,
            one.says,
            one.clauses,
            lacks=frozenset({"company_owned"}) if one.owner == "others" else frozenset(),
        )
        for utility in utilities
        for one in utility.segments
    ]
    return tuple(sorted(lines, key=lambda line: -len(line.tags)))


def _line(x: s.LineShape) -> money.SplitLine:
    return money.SplitLine(
        x.key,
        x.name,
        parts_of(x.parts),
        frozenset(x.tags),
        tuple(x.levels),
        x.undecided,
        x.says,
        clauses(x.clause, x.says),
        choice=tuple(x.choice),
    )


def _cap(x: s.CapShape) -> money.Cap:
    return money.Cap(x.payer, Decimal(x.per_area), x.overflow_to, x.says, clauses(x.clause, x.says))


def _residents(x: s.ResidentsShape) -> r.ResidentsRule:
    return r.ResidentsRule(
        flat=tuple(
            r.FlatPart(
                one.key,
                one.name,
                one.per,
                Decimal(one.amount),
                one.relieves,
                one.says,
                clauses(one.clause, one.says),
            )
            for one in x.flat
        ),
        floor=_limit(x.floor, x.floor.relieves) if x.floor else None,
        ceiling=_limit(x.ceiling, x.ceiling.overflow_to) if x.ceiling else None,
        rounding=_rounding(x.rounding) if x.rounding else None,
        contributions=tuple(
            r.Contribution(
                one.key,
                parse_share(one.at_most) if one.at_most else None,
                one.says,
                clauses(one.clause, one.says),
            )
            for one in x.contributions
        ),
        deposit=_deposit(x.deposit) if x.deposit else None,
    )


def _limit(x: s.FloorShape | s.CeilingShape, other: str) -> r.HomeLimit:
    return r.HomeLimit(Decimal(x.per_home), other, x.says, clauses(x.clause, x.says))


def _rounding(x: s.RoundingShape) -> r.HomeRounding:
    said = clauses(x.clause, x.says)
    return r.HomeRounding(Decimal(x.unit), x.way, x.difference_to, x.says, said)


def _deposit(x: s.DepositShape) -> r.Deposit:
    return r.Deposit(x.key, x.name, x.per, Decimal(x.amount), x.says, clauses(x.clause, x.says))
