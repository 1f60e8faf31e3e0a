"""Money: who pays what, and the residents' sum over the homes."""

from __future__ import annotations

from decimal import Decimal

from common.explanations import Explanation, Input, Line
from policies.rules import shares
from policies.rules.apportioning import APPORTION
from policies.rules.evaluation import Evaluation, Facts, money
from policies.rules.model import Policy
from policies.rules.money_model import SharesRule
from policies.rules.rule_finding import unstated
from policies.rules.timing import Calendar

ZERO = Decimal("0.00")


def division(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`items`: costs with level, tags, chosen payer; `area` ㎡, `homes`, `social` 元, `stage`.

    With `paid` 元 the residents' sum is held against what they paid before: refund or call.
    """
    rule = _rule(policy)
    items = tuple(
        shares.CostItem(
            str(index),
            row.get("name", str(index)),
            row.get("level", ""),
            Decimal(row["amount"]),
            frozenset(row.get("tags", ())),
            row.get("payer", ""),
        )
        for index, row in enumerate(facts["items"])
    )
    outcome = shares.determine(
        rule,
        shares.ShareFacts(
            items,
            Decimal(facts.get("area", "0")),
            facts.get("households", 0),
            social=Decimal(facts.get("social", "0")),
            stage=facts.get("stage", "estimate"),
        ),
        _homes(facts),
    )
    named = {payer: str(amount) for payer, amount in outcome.by_payer.items()}
    paid = [
        f"{outcome.payer_names[key]} {money(amount)}"
        for key, amount in outcome.by_payer.items()
        if amount
    ]
    named["total"] = str(outcome.total)
    if outcome.deposit is not None:
        named["deposit"] = str(outcome.deposit)
        paid.append(f"另交维修资金 {money(outcome.deposit)}")
    if facts.get("paid") is not None:
        gap = outcome.residents_due - Decimal(facts["paid"])
        named |= {"call": str(max(gap, ZERO)), "refund": str(max(-gap, ZERO))}
        if gap:
            paid.append(f"{'补缴' if gap > 0 else '退还'} {money(abs(gap))}")
    return Evaluation(named, "；".join(paid) or "0.00", outcome.explanation)


def apportion(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`due`: the residents' sum in 元; `homes`: code, area ㎡, building."""
    rule = _rule(policy)
    homes = _homes(facts)
    due = Decimal(facts["due"])
    parts = shares.apportion(rule, due, homes)
    named = {code: str(amount) for code, amount in parts.items()}
    words = "、".join(f"{code} {money(amount)}" for code, amount in parts.items())
    return Evaluation(named, words, _apportioned(rule, due, homes, parts))


def _homes(facts: Facts) -> list[shares.Home]:
    return [
        shares.Home(row["code"], Decimal(row["area"]), row.get("building", ""))
        for row in facts.get("homes", ())
    ]


def _apportioned(
    rule: SharesRule, due: Decimal, homes: list[shares.Home], parts: dict[str, Decimal]
) -> Explanation:
    how = APPORTION[rule.apportion]
    lines = [Line(home.code, f"{home.area:,.2f} ㎡", money(parts[home.code])) for home in homes]
    return Explanation(
        title="居民资金分摊到户",
        result=money(sum(parts.values(), Decimal(0))),
        unit="元",
        sentence=f"居民应缴 {money(due)} 元，{how}分摊到 {len(homes)} 户，尾差按最大余数归并",
        inputs=(Input("居民应缴", money(due), "元"), Input("分摊方式", how)),
        lines=(*lines, Line("合计", "", money(due), emphasis=True)),
        clauses=rule.apportion_clauses,
        note=rule.apportion_says,
    )


def _rule(policy: Policy) -> SharesRule:
    if policy.shares is None:
        raise unstated("资金分担", "kind")
    return policy.shares
