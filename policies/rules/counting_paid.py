"""What of the residents' contributions counts as paid, by the ways that the policy names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem, Undecidable
from common.explanations import Clause, Explanation, Input, Line
from common.money import yuan
from policies.rules.money_model import SharesRule
from policies.rules.shares_explained import share_text
from policies.rules.vocabulary import CONTRIBUTIONS

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Counted:
    """What of the residents' contributions counts as paid, in 元, and what is missing."""

    counted: Decimal
    missing: Decimal
    explanation: Explanation


def count_paid(rule: SharesRule, due: Decimal, paid: Mapping[str, Decimal]) -> Counted:
    """`paid`: way of paying (see CONTRIBUTIONS) → 元. A way that the policy does not name is open.

    Raises Undecidable naming every such way.
    """
    ways = {one.key: one for one in rule.residents.contributions}
    problems = [
        Problem(
            f"“{CONTRIBUTIONS.get(key, key)}”是否计入居民出资，方案没有写",
            code="way_unsaid",
            value=CONTRIBUTIONS.get(key, key),
            expected="、".join(CONTRIBUTIONS[way] for way in ways) or "方案写明的出资方式",
            remedy="由主管部门明确后，在“计入的出资方式”中写明",
        )
        for key in paid
        if key not in ways
    ]
    if problems:
        raise Undecidable(problems)
    lines, counted = [], ZERO
    clauses: list[Clause] = []
    for key in sorted(paid):
        way = ways[key]
        most = None if way.at_most is None else yuan(Fraction(due) * way.at_most)
        part = yuan(paid[key]) if most is None else min(yuan(paid[key]), most)
        limit = (
            "" if way.at_most is None else f"至多应缴的 {share_text(way.at_most)}，即 {most:,.2f}"
        )
        lines.append(Line(CONTRIBUTIONS[key], limit, f"{part:,.2f}"))
        clauses += way.clauses
        counted += part
    missing = max(yuan(due) - counted, ZERO)
    lines.append(Line("合计计入", "", f"{counted:,.2f}", emphasis=True))
    return Counted(
        counted,
        missing,
        Explanation(
            title="计入的居民出资",
            result=f"{counted:,.2f}",
            unit="元",
            sentence=f"应缴 {due:,.2f} 元，计入 {counted:,.2f} 元，还差 {missing:,.2f} 元",
            inputs=(Input("应缴", f"{due:,.2f}", "元"),),
            lines=tuple(lines),
            clauses=tuple(dict.fromkeys(clauses)),
        ),
    )
