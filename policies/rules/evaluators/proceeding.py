"""The procedure: last days of notices, due days of steps, gates, merged approvals."""

from __future__ import annotations

from decimal import Decimal

from common.errors import Problem, Refused
from policies.rules import approvals, gates, timing
from policies.rules.evaluation import Evaluation, Facts, find, text, unstated
from policies.rules.model import Policy, Procedure
from policies.rules.timing import Calendar
from policies.rules.vocabulary import FACTS


def notice(policy: Policy, facts: Facts, calendar: Calendar) -> Evaluation:
    """`notice`, `posted`."""
    rule = find(policy.notices, facts["notice"], "notice", "公示")
    return _day(timing.notice_last_day(rule, facts["posted"], calendar))


def deadline(policy: Policy, facts: Facts, calendar: Calendar) -> Evaluation:
    """`step`, `start` (the day of its event; without one a relative deadline waits)."""
    step = find(_procedure(policy).steps, facts["step"], "step", "步骤")
    if step.deadline is None:
        raise Refused(
            Problem("方案没有规定这一步的期限", code="unknown_rule", field="step", value=step.key)
        )
    return _day(timing.due_date(step.deadline, facts.get("start"), calendar))


def _day(result: timing.DayResult) -> Evaluation:
    outcome = {
        "day": result.day.isoformat() if result.day else "",
        "provisional": text(result.provisional),
        "clash": text(bool(result.clash)),
    }
    words = outcome["day"] or "未起算"
    if result.provisional:
        words += "（暂定）"
    if result.clash:
        words += "（越过规定时限，提示）"
    return Evaluation(outcome, words, result.explanation)


def gate(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`gate`, `on`, `facts`: {key or key@scope: value}; a missing fact is a gap in words."""
    every = (one for step in _procedure(policy).steps for one in step.gates)
    rule = find(every, facts["gate"], "gate", "关口")
    outcome = gates.evaluate(rule, _values(facts.get("facts", {})), facts["on"])
    named = {"met": text(outcome.met), "gap": outcome.gap}
    decided = outcome.explanation.status != "undecided"
    return Evaluation(named, outcome.gap or "满足", outcome.explanation, decided)


def _values(given: Facts) -> gates.Facts:
    """The facts by registry; Refused with every one that does not fit."""
    values, problems = {}, []
    for name, value in given.items():
        key, _, scope = name.partition("@")
        kind = FACTS.get(key)
        if kind is None:
            problems.append(
                Problem(
                    "不认识的事实键",
                    code="unknown_fact",
                    field=f"facts.{name}",
                    expected="docs/policies.md 所列事实键",
                )
            )
            continue
        try:
            values[key, scope] = gates.FactValue(key, scope, gates.parse_value(kind, text(value)))
        except ValueError as error:
            problems.append(
                Problem(str(error), code="fact", field=f"facts.{name}", value=text(value))
            )
    if problems:
        raise Refused(problems)
    return values


def merge(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`cost`: the total investment in 元."""
    if not policy.merges:
        raise unstated("立项审批的合并", "kind")
    outcome = approvals.merge_for(policy.merges, Decimal(facts["cost"]))
    words = "合并：" + "、".join(outcome.merged) if outcome.merged else "分别编报"
    named = {"row": outcome.key, "merged": str(len(outcome.merged))}
    return Evaluation(named, words, outcome.explanation)


def _procedure(policy: Policy) -> Procedure:
    if policy.procedure is None:
        raise unstated("办理程序", "kind")
    return policy.procedure
