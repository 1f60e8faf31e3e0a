"""Approvals: tests of entry, steps taken or not, obligations merged or waived, standards met."""

from __future__ import annotations

from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules import acceptances, checklists, obligations, premises, steps_taken
from policies.rules.evaluation import Evaluation, Facts, text
from policies.rules.evaluators.proceeding import procedure_of
from policies.rules.given_facts import known_of
from policies.rules.model import Policy
from policies.rules.rule_finding import find, unstated
from policies.rules.settlement import Settled, Settlement
from policies.rules.timing import Calendar


def track(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`track`, `facts`, `items`: whether a project passes a test of entry."""
    rule = find(policy.tracks, facts["track"], "track", "简化审批条件")
    holds, explained = premises.qualify(rule, known_of(policy, facts), policy.terms)
    return _answer(holds, explained.sentence, explained)


def step(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`step`, `facts`, `items`: whether a project takes a step at all."""
    procedure = procedure_of(policy)
    rule = find(procedure.steps, facts["step"], "step", "步骤")
    taken = steps_taken.takes(rule, procedure, known_of(policy, facts))
    plain = Explanation(rule.name, "应办", sentence=rule.says, clauses=rule.clauses)
    return _answer(taken.taken, taken.why or "应办", taken.explanation or plain)


def acceptance(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`signed`, `representatives`, `body`: who is still missing at the joint acceptance."""
    rule = policy.acceptance
    if rule is None:
        raise unstated("联合验收", "kind")
    found = acceptances.standing(
        rule, facts["signed"], facts.get("representatives", 0), body=facts.get("body", False)
    )
    named = {
        "missing": "、".join(found.missing),
        "owners": str(found.owners),
        "complete": text(found.complete),
    }
    return Evaluation(named, found.explanation.result, found.explanation)


def approval(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`facts`, `items`: by obligation the step that discharges it, `waived` or `undecided`."""
    if not policy.obligations:
        raise unstated("审批事项", "kind")
    found = obligations.settle(policy.obligations, known_of(policy, facts), policy.terms)
    steps = {one.key: one.name for one in procedure_of(policy).steps}
    sizes = [len(rows) for key in steps for rows in found.filings(key).values()]
    largest = max(sizes, default=0)
    named = {row.obligation.key: row.step or row.status for row in found.rows} | {
        "merged": str(largest if largest > 1 else 0),
        "filings": str(len(sizes)),
        "waived": str(sum(row.status == "waived" for row in found.rows)),
        "instead": "、".join(sorted(found.instead)),
    }
    words = "；".join(f"{row.obligation.name}：{_met(row, steps)}" for row in found.rows)
    decided = all(row.status != "undecided" for row in found.rows)
    return Evaluation(named, words, _whole(found, words), decided)


def _met(row: Settled, steps: dict[str, str]) -> str:
    if row.status == "discharged":
        merged = "（合并编报）" if row.filing != row.obligation.key else ""
        return steps[row.step] + merged
    return row.explanation.result


def _whole(found: Settlement, words: str) -> Explanation:
    undecided = any(row.status == "undecided" for row in found.rows)
    clauses = dict.fromkeys(one for row in found.rows for one in row.explanation.clauses)
    return Explanation(
        title="审批事项",
        result="尚不能判定" if undecided else f"{len(found.rows)} 项",
        sentence=words,
        status="undecided" if undecided else "final",
        clauses=tuple(clauses),
        children=tuple(row.explanation for row in found.rows),
    )


def checklist(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`checklist`: every item is met but those in `unmet`, or nobody looked at, in `unmarked`."""
    rule = find(policy.checklists, facts["checklist"], "checklist", "达标清单")
    keys = [one.key for one in rule.items]
    unmet, unseen = set(facts.get("unmet", ())), set(facts.get("unmarked", ()))
    if foreign := sorted((unmet | unseen) - set(keys)):
        raise Refused(
            Problem(
                "清单中没有这一项",
                field="unmet",
                value="、".join(foreign),
                expected="、".join(keys),
            )
        )
    marks = {key: key not in unmet for key in keys if key not in unseen}
    outcome = checklists.check_items(rule, marks)
    named = {"met": str(outcome.met), "of": str(len(keys))}
    return _answer(outcome.passed, outcome.explanation.sentence, outcome.explanation, named)


def _answer(
    holds: bool | None,  # noqa: FBT001  three answers, not a switch
    words: str,
    explained: Explanation,
    named: dict[str, str] | None = None,
) -> Evaluation:
    if holds is None:
        open_point = {"undecided": "true", "why": words} | (named or {})
        return Evaluation(open_point, words, explained, decided=False)
    return Evaluation({"holds": text(holds)} | (named or {}), words, explained)
