"""Procedure, approvals, standards and returns as rows of the document."""

from __future__ import annotations

from common.explanations import Clause
from policies.rules.gates import SIGNS
from policies.rules.model import (
    Deadline,
    Gate,
    Obligation,
    OwnFact,
    Policy,
    Premises,
    Step,
    Terms,
)
from policies.rules.premises import asked
from policies.rules.vocabulary import MILESTONE_LABELS

Plain = tuple[str, str, str, tuple[Clause, ...]]  # title, text, parameter, clauses
UNITS = {"working": "个工作日", "calendar": "日"}
EVERY = {"month": "每月", "quarter": "每季", "year": "每年"}


def procedure_rows(policy: Policy) -> list[Plain]:
    """Phases that have days, every step, the limits over several, and what somebody must say."""
    if policy.procedure is None:
        return []
    units = {unit.key: unit.name for unit in policy.units}
    rows: list[Plain] = [
        (phase.name, phase.says, f"{phase.starts or ''} 至 {phase.ends or ''}", phase.clauses)
        for phase in policy.procedure.phases
        if phase.starts or phase.ends
    ]
    rows += [
        (step.name, step.says, _of_step(step, units, policy.terms), step.clauses)
        for step in policy.procedure.steps
    ]
    names = {step.key: step.name for step in policy.procedure.steps}
    rows += [
        (
            one.name,
            one.says,
            f"自“{names[one.start]}”至“{names[one.end]}”"
            + deadline_words(one.deadline, policy.terms)
            + _only(one.when, policy.terms),
            one.clauses,
        )
        for one in policy.limits
    ]
    rows += [
        (f"认定：{one.kind.label}", one.says, _answered_by(one, units), one.clauses)
        for one in policy.facts
    ]
    return rows


def _answered_by(fact: OwnFact, units: dict[str, str]) -> str:
    owed = f"由{units[fact.owed_by]}认定"
    return f"由项目所在地区得出，归属未定的{owed}" if fact.place_type else owed


def _of_step(step: Step, units: dict[str, str], terms: Terms) -> str:
    parts = [f"牵头 {units[step.lead]}"]
    if step.responsible:
        parts.append(f"责任 {units[step.responsible]}")
    if step.when:
        parts.append(f"适用：{premise_words(step.when, terms)}")
    if step.throughout:
        parts.append("贯穿全过程")
    if step.deadline:
        parts.append(deadline_words(step.deadline, terms))
    if step.documents:
        printed = sum(bool(need.prints) for need in step.documents)
        by_us = f"（{printed} 件由系统印制）" if printed else ""
        parts.append(f"要件 {len(step.documents)} 件{by_us}")
    parts += [gate_words(gate, terms) for gate in step.gates]
    if step.reaches:
        parts.append(f"达成“{MILESTONE_LABELS[step.reaches]}”")
    return "；".join(parts)


def deadline_words(deadline: Deadline, terms: Terms) -> str:
    """10 个工作日；2024-06-30 前, each case of it behind its premises."""
    parts = [
        f"{premise_words(one.when, terms)}：{one.undecided or deadline_words(one.deadline, terms)}"
        for one in deadline.variants
    ]
    if deadline.within:
        parts.append(f"{deadline.within} {UNITS[deadline.unit]}")
    if deadline.fixed:
        start = f"{deadline.starts} 至 " if deadline.starts else ""
        parts.append(f"{start}{deadline.fixed} 前")
    if deadline.yearly:
        parts.append(f"每年 {deadline.yearly} 前")
    if deadline.done:
        parts.append("方案写明已完成")
    if deadline.postponed_because:
        parts.append(f"因{deadline.postponed_because}顺延")
    return "；".join(parts)


def premise_words(premises: Premises, terms: Terms) -> str:
    """总投资概算 ≤ 10,000,000.00 元，且 符合低风险项目."""
    return "，且 ".join(asked(premise, terms) for premise in premises)


def _only(premises: Premises, terms: Terms) -> str:
    return f"（{premise_words(premises, terms)}）" if premises else ""


def approval_rows(policy: Policy) -> list[Plain]:
    """Tests of entry, exemption lists, and how each obligation is met."""
    terms = policy.terms
    rows: list[Plain] = [
        (one.name, one.says, premise_words(one.when, terms), one.clauses) for one in policy.tracks
    ]
    names = {item.key: item.name for item in policy.catalogue}
    rows += [
        (one.name, one.says, "、".join(names[key] for key in sorted(one.items)), one.clauses)
        for one in policy.item_lists
    ]
    for one in policy.obligations:
        rows += _obligation(one, policy)
    return rows


def _obligation(one: Obligation, policy: Policy) -> list[Plain]:
    steps = {s.key: s.name for s in policy.procedure.steps} if policy.procedure else {}
    named = {other.key: other.name for other in policy.obligations}
    documents = {
        need.key: need.name
        for s in (policy.procedure.steps if policy.procedure else ())
        for need in s.documents
    }
    rows: list[Plain] = [
        (one.name, one.says, f"办理：{steps[one.discharges[-1].step]}", one.clauses)
    ]
    for waiver in one.waivers:
        instead = "、".join(documents[key] for key in waiver.instead)
        words = f"免办：{premise_words(waiver.when, policy.terms)}"
        words += f"；以《{instead}》代替" if instead else ""
        rows.append((one.name, waiver.says, words, waiver.clauses))
    for way in one.discharges[:-1]:
        merged = f"并入{named[way.filing]}" if way.filing != one.key else steps[way.step]
        words = f"{merged}：{premise_words(way.when, policy.terms)}"
        rows.append((one.name, way.says, words, way.clauses))
    return rows


def checklist_rows(policy: Policy) -> list[Plain]:
    """Each standard and its items."""
    rows: list[Plain] = []
    for one in policy.checklists:
        rows.append((one.name, one.says, f"{len(one.items)} 项，须 {one.needed} 项", one.clauses))
        rows += [(item.group or one.name, item.name, "", item.clauses) for item in one.items]
    return rows


def return_rows(policy: Policy) -> list[Plain]:
    """Reports that come round."""
    units = {unit.key: unit.name for unit in policy.units}
    rows: list[Plain] = []
    for one in policy.returns:
        month = f" {one.month} 月" if one.every == "year" else ""
        rest = "遇休息日不顺延" if one.on_rest_day == "stays" else "遇休息日顺延"
        owed = "、".join(units[key] for key in one.owed_by)
        words = f"{EVERY[one.every]}{month} {one.day} 日前；{rest}；{owed}"
        rows.append((one.name, one.says, words, one.clauses))
    return rows


def gate_words(gate: Gate, terms: Terms) -> str:
    """居民已缴 ≥ 100% 居民应缴, as the document shows a gate."""
    kind = terms.kind(gate.fact)
    if gate.operator == "passed":
        return f"{kind.label}已过"
    if gate.of:
        share = "" if gate.value == "1" else f"{gate.value} × "
        return f"{kind.label} {SIGNS[gate.operator]} {share}{terms.kind(gate.of).label}"
    if kind.value == "bool":
        return kind.label if gate.value == "true" else f"未{kind.label}"
    value = kind.words.get(gate.value, gate.value)
    return f"{kind.label} {SIGNS[gate.operator]} {value}"
