"""What may be renovated: the catalogue counted."""

from __future__ import annotations

from common.explanations import Explanation, Line
from policies.rules.evaluation import Evaluation, Facts
from policies.rules.model import Policy
from policies.rules.timing import Calendar


def catalogue(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """Counts of the catalogue by level; `code`: how many items carry that number."""
    items = policy.catalogue
    by_level = {
        level.key: sum(item.level == level.key for item in items) for level in policy.levels
    }
    must = sum(item.must for item in items)
    named = {"items": str(len(items)), "must": str(must)}
    named |= {key: str(count) for key, count in by_level.items()}
    if facts.get("code"):
        named["with_code"] = str(sum(item.code == facts["code"] for item in items))
    named["codes"] = str(len({item.code for item in items}))
    levels = " / ".join(f"{level.name} {by_level[level.key]}" for level in policy.levels)
    words = f"共 {len(items)} 项：{levels}；必改 {must} 项"
    lines = [Line(level.name, level.says, f"{by_level[level.key]} 项") for level in policy.levels]
    clauses = dict.fromkeys(clause for level in policy.levels for clause in level.clauses)
    explained = Explanation(
        title="改造内容清单",
        result=str(len(items)),
        unit="项",
        sentence=words,
        lines=(*lines, Line("合计", f"其中必改 {must} 项", f"{len(items)} 项", emphasis=True)),
        clauses=tuple(clauses),
    )
    return Evaluation(named, words, explained)
