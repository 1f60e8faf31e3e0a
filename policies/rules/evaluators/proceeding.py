"""The procedure in time: notices, due days, limits over several steps, phases, returns, gates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules import gates, notice_days, phases, premises, returns, timing
from policies.rules.evaluation import Evaluation, Facts, text
from policies.rules.given_facts import known_of
from policies.rules.model import Deadline, Policy, Procedure
from policies.rules.rule_finding import find, unstated
from policies.rules.timing import Calendar


def notice(policy: Policy, facts: Facts, calendar: Calendar) -> Evaluation:
    """`notice`, `posted`, `interruptions` (each `down`, `restored`)."""
    rule = find(policy.notices, facts["notice"], "notice", "公示")
    gaps = [notice_days.Interruption(**one) for one in facts.get("interruptions") or ()]
    return _day(notice_days.notice_last_day(rule, facts["posted"], calendar, gaps))


def deadline(policy: Policy, facts: Facts, calendar: Calendar) -> Evaluation:
    """`step`, `start` (the day of its event; without one a relative deadline waits), `done`."""
    step = find(procedure_of(policy).steps, facts["step"], "step", "步骤")
    if step.deadline is None:
        raise Refused(
            Problem("方案没有规定这一步的期限", code="unknown_rule", field="step", value=step.key)
        )
    return _due(policy, step.deadline, facts, calendar)


def limit(policy: Policy, facts: Facts, calendar: Calendar) -> Evaluation:
    """`limit`, `start` (the opening of its first step), `done`: several steps together."""
    rule = find(policy.limits, facts["limit"], "limit", "全流程时限")
    found = premises.weigh(rule.when, known_of(policy, facts), policy.terms)
    if found.holds:
        return _due(policy, rule.deadline, facts, calendar)
    words = found.needs or "不适用本时限"
    explained = Explanation(
        title=rule.name,
        result=premises.HOLDS[found.holds],
        sentence=words,
        status="undecided" if found.holds is None else "final",
        lines=found.lines,
        clauses=rule.clauses,
    )
    return Evaluation(
        {"day": "", "applies": "false" if found.holds is False else ""},
        words,
        explained,
        found.holds is not None,
    )


def _due(policy: Policy, rule: Deadline, facts: Facts, calendar: Calendar) -> Evaluation:
    result = timing.due_date(
        rule,
        facts.get("start"),
        calendar,
        known=known_of(policy, facts),
        terms=policy.terms,
        issued=policy.issued,
    )
    found = _day(result, facts.get("done"))
    return replace(found, outcome={**found.outcome, "blameless": text(result.blameless)})


def _day(result: timing.DayResult, done: date | None = None) -> Evaluation:
    outcome = {
        "day": result.day.isoformat() if result.day else "",
        "provisional": text(result.provisional),
        "clash": text(bool(result.clash)),
    }
    words = outcome["day"] or result.explanation.result
    if result.provisional:
        words += "（暂定）"
    if result.clash:
        words += "（越过规定时限，提示）"
    if result.blameless:
        words += "（自始已过，不归责）"
    if done is not None and result.day is not None:
        late = (done - result.day).days
        outcome |= {"late": str(max(late, 0)), "early": str(max(-late, 0))}
        words += f"，晚 {late} 天" if late > 0 else f"，早 {-late} 天" if late < 0 else "，当日办结"
    decided = result.explanation.result != "尚不能判定"
    return Evaluation(outcome, words, result.explanation, decided)


def phase(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`on`: the phase that a day lies in."""
    procedure = procedure_of(policy)
    rule = phases.phase_on(procedure, facts["on"])
    days = f"{rule.starts or ''} 至 {rule.ends}".strip()
    explained = Explanation(
        title="所在阶段",
        result=rule.name,
        sentence=f"{facts['on']} 在“{procedure.phase_name(rule.key)}”（{days}）",
        clauses=rule.clauses,
        note=rule.says,
    )
    return Evaluation({"phase": rule.key}, rule.name, explained)


def report(policy: Policy, facts: Facts, calendar: Calendar) -> Evaluation:
    """`rule`, `period` ("2020-07", any month of it), `received`: a report that comes round."""
    rule = find(policy.returns, facts["rule"], "rule", "定期报送")
    due = returns.return_due(rule, date.fromisoformat(f"{facts['period']}-01"), calendar)
    outcome = {"day": due.day.isoformat(), "provisional": text(due.provisional)}
    words = outcome["day"]
    received = facts.get("received")
    if received is not None:
        on_time = received <= due.day
        outcome["on_time"] = text(on_time)
        words += f"，{received} 报送，{'按时' if on_time else '迟报'}"
    return Evaluation(outcome, words, due.explanation)


def gate(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`gate`, `on`, `facts`: {key or key@scope: value}; a missing fact is a gap in words."""
    every = (one for step in procedure_of(policy).steps for one in step.gates)
    rule = find(every, facts["gate"], "gate", "关口")
    outcome = gates.evaluate(rule, known_of(policy, facts).facts, facts["on"], policy.terms)
    named = {"met": text(outcome.met), "gap": outcome.gap}
    decided = outcome.explanation.status != "undecided"
    return Evaluation(named, outcome.gap or "满足", outcome.explanation, decided)


def procedure_of(policy: Policy) -> Procedure:
    """The procedure; Refused for a policy without one."""
    if policy.procedure is None:
        raise unstated("办理程序", "kind")
    return policy.procedure
