"""From the checked shape of a file to the frozen values that rules work on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from common.shares import parse_share
from policies.loading import build_premises as c
from policies.loading import schema as s
from policies.loading.build_eligibility import eligibility_of, priority_of, quota_of
from policies.loading.build_government import government_of
from policies.loading.build_money import shares_of, utilities_of
from policies.loading.build_procedure import (
    acceptance_of,
    limit_of,
    parties,
    procedure_of,
    return_of,
)
from policies.loading.build_streams import fund_of, spreads_of, streams_of
from policies.loading.clauses import clauses
from policies.loading.records import figure_of, register_of, warranty_of
from policies.loading.sequences import sequence_of
from policies.rules import model as m


def build(shape: s.PolicyShape) -> m.Policy:
    """The policy; the shape must have passed `checks.check`."""
    policy = m.Policy(
        key=shape.policy,
        place=shape.place,
        programme=shape.programme,
        title=shape.title,
        short=shape.short,
        document=shape.document,
        issued=shape.issued,
        effective_from=shape.effective.from_,
        effective_to=shape.effective.to,
        units=tuple(map(_unit, shape.units)),
        levels=_levels(shape.levels),
        aspects=_levels(shape.aspects),
        catalogue=tuple(item for part in shape.catalogue for item in _items(part)),
        eligibility=tuple(map(eligibility_of, shape.eligibility)),
        quotas=tuple(map(quota_of, shape.quotas)),
        priority=priority_of(shape.priority) if shape.priority else None,
        rounds=tuple(map(_round, shape.rounds)),
        notices=tuple(map(_notice, shape.notices)),
        shares=shares_of(shape),
        utilities=utilities_of(shape),
        government=government_of(shape),
        streams=streams_of(shape),
        spreads=spreads_of(shape),
        fund=fund_of(shape),
        reviews=tuple(
            m.ReviewRule(
                r.key, r.name, r.paper, parties(r.parties), r.says, clauses(r.clause, r.says)
            )
            for r in shape.reviews
        ),
        acceptance=acceptance_of(shape.acceptance) if shape.acceptance else None,
        handover=tuple(
            m.HandoverItem(h.key, h.name, h.receiver, h.required, clauses(h.clause))
            for h in shape.handover
        ),
        timing=tuple(map(_timing, shape.timing)),
        registers=tuple(map(register_of, shape.registers)),
        figures=tuple(map(figure_of, shape.figures)),
        warranties=tuple(map(warranty_of, shape.warranties)),
        sequences=tuple(map(sequence_of, shape.sequences)),
        supplements=shape.supplements,
        wider=tuple(f"{name}.{key}" for name, keys in shape.wider.items() for key in keys),
        conflicts=tuple(map(_conflict, shape.conflicts)),
        notes=tuple(shape.notes),
    )
    return _proceeding(policy, shape)


def _proceeding(policy: m.Policy, shape: s.PolicyShape) -> m.Policy:
    """The policy with what its procedure refers to, and with the procedure."""
    places = shape.government.places if shape.government else []
    told = replace(
        policy,
        facts=tuple(c.own_fact(fact, places) for fact in shape.facts),
        tracks=tuple(map(c.track, shape.tracks)),
        item_lists=tuple(map(c.item_list, shape.item_lists)),
        checklists=tuple(map(c.checklist, shape.checklists)),
        obligations=tuple(map(c.obligation, shape.obligations)),
        limits=tuple(map(limit_of, shape.limits)),
        returns=tuple(map(return_of, shape.returns)),
    )
    if shape.procedure is None:
        return told
    return replace(told, procedure=procedure_of(shape.procedure, told))


def _unit(u: s.UnitShape) -> m.UnitKey:
    return m.UnitKey(u.key, u.name, u.kind, u.duty, clauses(u.clause, u.duty))


def _timing(t: s.TimingShape) -> m.TimingRule:
    return m.TimingRule(t.key, t.name, t.says, clauses(t.clause, t.says))


def item_key(aspect: str, level: str, code: str) -> str:
    """Aspect, level and code: only together are they unique."""
    return f"{aspect}/{level}/{code}"


def _levels(rows: list[s.LevelShape]) -> tuple[m.Level, ...]:
    return tuple(m.Level(r.key, r.name, r.says, clauses(r.clause, r.says)) for r in rows)


def _items(part: s.CatalogueShape) -> list[m.CatalogueItem]:
    return [
        m.CatalogueItem(
            key=item_key(part.aspect, part.level, one.code),
            name=one.name,
            aspect=part.aspect,
            level=part.level,
            tags=frozenset(one.tags),
            code=one.code,
            must=one.must,
            unit=one.unit,
            quantity=Decimal(one.quantity) if one.quantity else None,
            clauses=clauses(one.clause or part.clause),
        )
        for one in part.items
    ]


def _round(r: s.RoundShape) -> m.ConsentRound:
    return m.ConsentRound(
        key=r.key,
        name=r.name,
        matters=tuple(map(_matter, r.matters)),
        paper_name=r.paper,
        summary_name=r.summary,
        mixed_head=r.mixed_head,
        admits_channels=tuple(r.channels),
        counting=_counting(r.counting),
        second_entry=r.second_entry,
        scope=r.scope,
        cluster_heads=r.cluster_heads,
        leaves_out=tuple(r.leaves_out),
        says=r.says,
        clauses=clauses(r.clause, r.says),
    )


def _counting(x: s.CountingShape) -> m.Counting:
    return m.Counting(
        x.missing,
        x.abstain,
        x.invalid,
        x.says,
        clauses(x.clause, x.says),
        x.blank,
        x.proxy,
        x.proxy_most,
    )


def _matter(matter: s.MatterShape) -> m.Matter:
    tests = tuple(
        m.ConsentTest(t.numerator, t.of, measure, t.operator, parse_share(t.share), t.scope)
        for t in matter.tests
        for measure in t.measures
    )
    return m.Matter(
        matter.key,
        matter.name,
        matter.question,
        tests,
        matter.says,
        clauses(matter.clause, matter.says),
        _veto(matter.veto) if matter.veto else None,
        matter.decides,
    )


def _veto(x: s.VetoShape) -> m.Veto:
    return m.Veto(x.of, x.scope, x.says, clauses(x.clause, x.says))


def _notice(n: s.NoticeShape) -> m.NoticeRule:
    return m.NoticeRule(
        key=n.key,
        name=n.name,
        paper_name=n.paper,
        length=n.length,
        unit=n.unit,
        first_day_counted=n.first_day_counted,
        open_objections_allowed=n.open_objections_allowed,
        photographs=n.photographs,
        interrupted=n.interrupted,
        rounds=tuple(n.rounds),
        says=n.says,
        clauses=clauses(n.clause, n.says),
    )


def _conflict(x: s.ConflictShape) -> m.Conflict:
    readings = tuple(
        m.Reading(r.key, r.text, r.effect, clauses(r.clause, r.text)) for r in x.readings
    )
    return m.Conflict(
        x.id,
        x.title,
        readings,
        x.proposed,
        x.reason,
        x.applied,
        x.theme,
        tuple(one for r in readings for one in r.clauses),
    )
