"""Money beside the division: government steps, streams, spreads, the fund, what counts as paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from common.shares import parse_share
from policies.rules import streams, waterfall
from policies.rules.evaluation import Evaluation, Facts, find, money, text, unstated
from policies.rules.government_facts import STATES, GovernmentFacts, Spending
from policies.rules.maintenance_fund import check_fund
from policies.rules.model import Policy
from policies.rules.residents import count_paid
from policies.rules.spreads import Place, spread
from policies.rules.timing import Calendar


def government(policy: Policy, facts: Facts, _calendar: Calendar) -> Evaluation:
    """The waterfall; see `government_facts.GovernmentFacts` for each fact."""
    if policy.government is None:
        raise unstated("财政资金", "kind")
    outcome = waterfall.reckon(policy.government, _government_facts(facts))
    named = {key: str(amount) for key, amount in outcome.by_level.items()}
    named["total"] = str(outcome.total)
    for one in outcome.steps:
        named |= {
            one.key: str(one.amount),
            f"{one.key}_state": one.state,
            f"{one.key}_at_stake": str(one.at_stake),
            f"{one.key}_until": one.until.isoformat() if one.until else "",
        }
    named |= {f"{payer}_bears": str(amount) for payer, amount in outcome.borne.items()}
    words = [
        f"{outcome.level_names[key]} {money(amount)}"
        for key, amount in outcome.by_level.items()
        if amount
    ]
    words += [
        f"{one.name} {money(one.at_stake or one.amount)}（{STATES[one.state]}）"
        for one in outcome.steps
        if one.state != "given"
    ]
    return Evaluation(named, "；".join(words) or "0.00", outcome.explanation)


def _government_facts(facts: Facts) -> GovernmentFacts:
    spent = facts.get("spent")
    paid = facts.get("residents_paid")
    return GovernmentFacts(
        on=facts.get("on"),
        total=_exact(facts.get("total")),
        government=_exact(facts.get("government")),
        area=_exact(facts.get("area")),
        households=facts.get("households"),
        area_code=facts.get("area_code") or "",
        residents_paid=parse_share(paid) if paid is not None else None,
        granted=_exact(facts.get("granted")),
        spent=None
        if spent is None
        else tuple(
            Spending(row["payer"], Decimal(row["amount"]), frozenset(row.get("tags", ())))
            for row in spent
        ),
        inputs=_sums(facts.get("inputs")),
        passed_down=_sums(facts.get("passed_down")),
        decided=_sums(facts.get("decided")),
        measures=_sums(facts.get("measures")),
        events=_days(facts.get("events")),
        due=_days(facts.get("due")),
        groups=frozenset(facts.get("groups") or ()),
    )


def _exact(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _sums(given: Mapping[str, str] | None) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in (given or {}).items()}


def _days(given: Mapping[str, date] | None) -> dict[str, date]:
    return dict(given or {})


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
            total=_exact(facts.get("total")),
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
        Place(row["key"], _sums(row["values"]), _exact(row.get("difficulty")))
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
    outcome = check_fund(policy.fund, Decimal(facts["first_deposit"]), _exact(facts.get("balance")))
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
    outcome = count_paid(policy.shares, Decimal(facts["due"]), _sums(facts["paid"]))
    named = {"counted": str(outcome.counted), "missing": str(outcome.missing)}
    return Evaluation(named, outcome.explanation.sentence, outcome.explanation)
