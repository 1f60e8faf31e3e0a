"""Who may be renovated, how much of a plan a kind may take, who comes first."""

from __future__ import annotations

from decimal import Decimal

from common.explanations import Explanation, Line
from policies.rules import eligibility, quotas, ranking
from policies.rules.eligibility_model import ANSWER_LABELS, Answer, FactKey
from policies.rules.evaluation import Evaluation, Facts, text
from policies.rules.given_facts import known_of
from policies.rules.model import Policy
from policies.rules.plan_members import PlanMember
from policies.rules.ranking_model import Candidate
from policies.rules.rule_finding import find, unstated
from policies.rules.timing import Calendar


def eligible(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`rule`, `facts`: {key or key@scope: value}; a missing fact is an answer that names it."""
    rule = find(policy.eligibility, facts["rule"], "rule", "准入规则")
    outcome = eligibility.evaluate(rule, known_of(policy, facts).facts, policy.terms)
    named = {one.criterion.key: one.answer.value for one in outcome.findings}
    named |= {"answer": outcome.answer.value, "missing": _keys(outcome.missing)}
    words = "；".join((ANSWER_LABELS[outcome.answer], *outcome.reasons))
    return Evaluation(named, words, outcome.explanation, outcome.answer is not Answer.UNKNOWN)


def quota(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`quota`, `members`: name, households, buildings, area, facts of each project of the plan."""
    rule = find(policy.quotas, facts["quota"], "quota", "计划占比")
    members = [
        PlanMember(
            row["name"],
            known_of(policy, row).facts,
            row.get("households", 0),
            row.get("buildings", 0),
            Decimal(row.get("area", "0")),
        )
        for row in facts["members"]
    ]
    outcome = quotas.evaluate(rule, members, policy.terms)
    named = {
        "met": text(outcome.met),
        "part": str(outcome.part),
        "whole": str(outcome.whole),
        "room": "" if outcome.room is None else str(outcome.room),
        "excess": str(outcome.excess),
    }
    return Evaluation(named, outcome.explanation.sentence, outcome.explanation)


def order(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`candidates`: {name: {key or key@scope: value}}; those with a missing fact are unranked."""
    if policy.priority is None:
        raise unstated("优先次序", "kind")
    rows = [
        Candidate(name, name, known_of(policy, {"facts": given}).facts)
        for name, given in facts["candidates"].items()
    ]
    found = ranking.rank(policy.priority, rows, policy.terms)
    named = {one.candidate.name: "unranked" for one in found.unranked}
    named |= {one.candidate.name: str(one.rank) for one in found.places}
    named["ties"] = "；".join("、".join(group) for group in found.ties)
    ranked = [f"{one.rank} {one.candidate.name}" for one in found.places]
    left = [f"{one.candidate.name}{one.explanation.sentence}" for one in found.unranked]
    words = "，".join(ranked) + ("；" if ranked and left else "") + "；".join(left)
    explained = Explanation(
        title=policy.priority.name,
        result=f"{len(found.places)} 个小区排定" if found.places else "尚不能判定",
        sentence=words,
        status="undecided" if found.unranked else "final",
        lines=tuple(Line(f"第 {one.rank} 名", one.candidate.name) for one in found.places),
        clauses=policy.priority.clauses,
        children=(
            *(one.explanation for one in found.places),
            *(one.explanation for one in found.unranked),
        ),
    )
    return Evaluation(named, words, explained, bool(found.places))


def _keys(missing: tuple[FactKey, ...]) -> str:
    return ",".join(f"{key}@{scope}" if scope else key for key, scope in missing)
