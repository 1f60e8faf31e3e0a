"""The account of a quota: each project of the kind, the share, the distance."""

from __future__ import annotations

from decimal import Decimal

from common.explanations import Explanation, Line
from policies.rules.eligibility_model import QuotaRule
from policies.rules.plan_members import COUNTS, PlanMember, exact
from policies.rules.quota_distance import distance_words
from policies.rules.shares_explained import share_text

SIGNS = {"at_most": "≤", "at_least": "≥"}


def explain(
    rule: QuotaRule,
    inside: list[PlanMember],
    sums: tuple[Decimal, Decimal],
    room: Decimal | None,
    excess: Decimal,
    *,
    met: bool,
) -> Explanation:
    """`sums`: the part of the kind and the whole, in what the quota counts."""
    name, unit, _ = COUNTS[rule.counts]
    part, whole = sums
    share = share_text(rule.share)
    sign = SIGNS[rule.bound] if met else {"at_most": ">", "at_least": "<"}[rule.bound]
    lines = [Line(one.name, "", f"{exact(one.amount(rule.counts)):,} {unit}") for one in inside]
    lines.append(Line(f"属此类的{name}", f"{len(inside)} 个项目合计", f"{part:,} {unit}"))
    lines.append(
        Line(
            "占比", f"{part:,} {sign} {whole:,} × {share}", "未超" if met else "不合", emphasis=True
        )
    )
    return Explanation(
        title=rule.name,
        result="符合" if met else "不符合",
        sentence=f"{rule.name}：{distance_words(rule, room, excess, unit, met=met)}",
        lines=tuple(lines),
        clauses=rule.clauses,
    )
