"""From the checked shape of reviews, acceptance and procedure to frozen values."""

from __future__ import annotations

from dataclasses import replace

from policies.loading import schema_procedure as s
from policies.loading.build_premises import premises
from policies.loading.clauses import clauses
from policies.rules import model as m
from policies.rules.vocabulary import Lifecycle, MilestoneKind, StepKind


def parties(rows: list[s.PartyShape]) -> tuple[m.Party, ...]:
    """The parties of a review or acceptance."""
    return tuple(m.Party(p.key, p.name, p.unit, p.required) for p in rows)


def acceptance_of(a: s.AcceptanceShape) -> m.AcceptanceRule:
    """The joint acceptance."""
    return m.AcceptanceRule(
        a.key,
        a.name,
        a.paper,
        parties(a.parties),
        a.owners_min,
        a.owners_max,
        a.says,
        clauses(a.clause, a.says),
        a.owners_body,
    )


def procedure_of(p: s.ProcedureShape, policy: m.Policy) -> m.Procedure:
    """Phases and steps, with everything in `policy` that they refer to."""
    return m.Procedure(
        phases=tuple(
            m.Phase(
                one.key,
                one.name,
                one.parent,
                one.from_,
                one.to,
                one.says,
                clauses(one.clause, one.says),
            )
            for one in p.phases
        ),
        steps=tuple(map(_step, p.steps)),
        says=p.says,
        clauses=clauses(p.clause, p.says),
        terms=policy.terms,
        obligations=policy.obligations,
        limits=policy.limits,
        checklists=policy.checklists,
        issued=policy.issued,
    )


def limit_of(x: s.LimitShape) -> m.Limit:
    """A limit over several steps."""
    return m.Limit(
        key=x.key,
        name=x.name,
        start=x.start,
        end=x.end,
        deadline=m.Deadline(
            within=x.within,
            unit=x.unit,
            first_day_counted=x.first_day_counted,
            not_after=x.not_after,
            says=x.says,
            clauses=clauses(x.clause, x.says),
        ),
        when=premises(x.when),
        says=x.says,
        clauses=clauses(x.clause, x.says),
    )


def return_of(x: s.ReturnShape) -> m.ReturnRule:
    """A report that comes round."""
    return m.ReturnRule(
        x.key,
        x.name,
        x.every,
        x.day,
        x.of,
        x.on_rest_day,
        tuple(x.owed_by),
        x.month,
        x.says,
        clauses(x.clause, x.says),
    )


def _step(x: s.StepShape) -> m.Step:
    return m.Step(
        key=x.key,
        name=x.name,
        phase=x.phase,
        kind=StepKind(x.kind),
        lead=x.lead,
        responsible=x.responsible,
        subject=x.subject,
        after=tuple(x.after),
        supporters=tuple(x.supporters),
        documents=tuple(
            m.DocumentNeed(d.key, d.name, d.required, d.issuer, d.prints, d.scope)
            for d in x.documents
        ),
        gates=tuple(
            m.Gate(
                g.key,
                g.fact,
                g.scope,
                g.operator,
                g.value,
                g.says,
                g.owed_by,
                g.of,
                clauses(g.clause, g.says),
            )
            for g in x.gates
        ),
        deadline=_deadline(x.deadline) if x.deadline else None,
        when=premises(x.when),
        throughout=x.throughout,
        moves_to=Lifecycle(x.moves_to) if x.moves_to else None,
        reaches=MilestoneKind(x.reaches) if x.reaches else None,
        says=x.says,
        clauses=clauses(x.clause, x.says),
    )


def _deadline(d: s.DeadlineShape) -> m.Deadline:
    variants = tuple(
        m.Variant(premises(one.when), _dated(one), one.undecided) for one in d.variants
    )
    return replace(_dated(d), variants=variants)


def _dated(d: s.DeadlineShape | s.VariantShape) -> m.Deadline:
    return m.Deadline(
        d.fixed,
        d.within,
        d.unit,
        d.after,
        d.first_day_counted,
        d.not_after,
        d.says,
        clauses(d.clause, d.says),
        d.yearly,
        d.from_,
        d.done,
        d.postponed_because,
    )
