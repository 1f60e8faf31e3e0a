"""What a scheme says of itself: its figures, what it orders kept, rules counted by clause."""

from __future__ import annotations

from common.explanations import Explanation, Line
from policies.rules import figures, registers, sequences, warranties
from policies.rules.census import SECTIONS, cited, group_names, groups
from policies.rules.evaluation import Evaluation, Facts, text
from policies.rules.model import Policy
from policies.rules.rule_finding import find
from policies.rules.timing import Calendar


def figure(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`figure`: a stated number held against its parts."""
    outcome = figures.hold(find(policy.figures, facts["figure"], "figure", "方案数字"))
    computed, gap = (f"{value.normalize():f}" for value in (outcome.computed, outcome.gap))
    named = {"ties": text(outcome.ties), "computed": computed, "gap": gap}
    return Evaluation(named, outcome.explanation.result, outcome.explanation)


def register(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`entry`, `on`, `done`: where something to be kept, filed or issued stands on a day."""
    rule = find(policy.registers, facts["entry"], "entry", "台账或登记")
    outcome = registers.standing(rule, facts["on"], facts.get("done"))
    named = {"state": outcome.state, "days_late": str(outcome.days_late), "owner": rule.owner}
    return Evaluation(named, outcome.explanation.result, outcome.explanation)


def sequence(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`sequence`, `works`: whether planned works keep an order; clashes as "earlier>later"."""
    rule = find(policy.sequences, facts["sequence"], "sequence", "施工先后规则")
    works = [sequences.Work(**row) for row in facts["works"]]
    outcome = sequences.hold_order(rule, works)
    named = {
        "kept": "unknown" if outcome.kept is None else text(outcome.kept),
        "clashes": "、".join(f"{before}>{after}" for before, after in outcome.clashes),
        "missing": "、".join(outcome.missing),
    }
    decided = outcome.kept is not None
    return Evaluation(named, outcome.explanation.result, outcome.explanation, decided=decided)


def warranty(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`warranty`, `accepted`, `on`: whether a part is under warranty on a day."""
    rule = find(policy.warranties, facts["warranty"], "warranty", "保修期")
    outcome = warranties.warrant(rule, facts["accepted"], facts["on"])
    named = {"until": text(outcome.until), "running": text(outcome.running)}
    return Evaluation(named, outcome.explanation.sentence, outcome.explanation)


def census(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`section`, `cites`: how many rules rest on clauses that begin so, in all and by group."""
    section, start = facts["section"], facts.get("cites", "")
    rows = cited(policy, section, start)
    counts = groups(section, rows)
    named = {"count": str(len(rows)), **{key: str(number) for key, number in counts.items()}}
    label = SECTIONS[section].label
    words = f"{label}共 {len(rows)} 条"
    names = group_names(policy, section)
    clauses = dict.fromkeys(clause for row in rows for clause in row.clauses)
    explained = Explanation(
        title=f"{label}清点",
        result=str(len(rows)),
        unit="条",
        sentence=f"{words}（出处以“{start}”起头）" if start else words,
        lines=tuple(Line(names.get(key, key), "", f"{n} 条") for key, n in counts.items()),
        clauses=tuple(clauses),
    )
    return Evaluation(named, words, explained)
