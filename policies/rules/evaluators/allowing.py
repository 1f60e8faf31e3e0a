"""What a source may pay, how a sum is spread, the fund, what counts as paid."""

from __future__ import annotations

from decimal import Decimal

from common.shares import parse_share
from policies.rules import streams
from policies.rules.counting_paid import count_paid
from policies.rules.evaluation import Evaluation, Facts, money, text
from policies.rules.evaluators.granting import exact, sums
from policies.rules.maintenance_fund import check_fund
from policies.rules.model import Policy
from policies.rules.rule_finding import find, unstated
from policies.rules.spread_needs import Place
from policies.rules.spreads import spread
from policies.rules.timing import Calendar


def stream(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`stream`, `amount` and `already` 元, `tags`, `total` 元, `year`, `area_code`."""
    rule = find(policy.streams, facts["stream"], "stream", "资金用途规则")
    tags = facts.get("tags")
    outcome = streams.check(
        rule,
        streams.Use(
            amount=Decimal(facts["amount"]),
            already=Decimal(facts.get("already") or "0"),
            tags=None if tags is None else frozenset(tags),
            total=exact(facts.get("total")),
            year=facts.get("year"),
            area_code=facts.get("area_code") or "",
        ),
    )
    undecided = bool(outcome.missing) and outcome.allowed
    named = {
        "allowed": text(outcome.allowed),
        "flagged": text(bool(outcome.flags)),
        "limit": "" if outcome.limit is None else str(outcome.limit),
    }
    if undecided:
        why = "；".join(str(problem) for problem in outcome.missing)
        named = {"undecided": "true", "why": why}
    words = outcome.explanation.sentence or outcome.explanation.result
    if outcome.allowed and not undecided and not outcome.flags:
        words = "许可"
    return Evaluation(named, words, outcome.explanation, decided=not undecided)


def spreading(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`spread`, `pool` 元, `places` with values by factor, `weights` of the year."""
    rule = find(policy.spreads, facts["spread"], "spread", "资金分配规则")
    places = [
        Place(row["key"], sums(row["values"]), exact(row.get("difficulty")))
        for row in facts["places"]
    ]
    weights = {key: parse_share(value) for key, value in (facts.get("weights") or {}).items()}
    outcome = spread(rule, Decimal(facts["pool"]), places, weights)
    named = {key: str(amount) for key, amount in outcome.by_place.items()}
    words = "、".join(f"{key} {money(amount)}" for key, amount in outcome.by_place.items())
    return Evaluation(named, words, outcome.explanation)


def fund(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`first_deposit` 元, `balance` 元 or none."""
    if policy.fund is None:
        raise unstated("维修资金", "kind")
    outcome = check_fund(policy.fund, Decimal(facts["first_deposit"]), exact(facts.get("balance")))
    named = {
        "flagged": text(outcome.flagged),
        "missing": text(outcome.missing),
        "threshold": str(outcome.threshold),
    }
    return Evaluation(named, outcome.explanation.result, outcome.explanation)


def counted(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """`due` 元 and `paid` by way of paying."""
    if policy.shares is None:
        raise unstated("资金分担", "kind")
    outcome = count_paid(policy.shares, Decimal(facts["due"]), sums(facts["paid"]))
    named = {"counted": str(outcome.counted), "missing": str(outcome.missing)}
    return Evaluation(named, outcome.explanation.sentence, outcome.explanation)
