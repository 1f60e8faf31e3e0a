"""Government money by its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from common.shares import parse_share
from policies.rules import waterfall
from policies.rules.evaluation import Evaluation, Facts, money
from policies.rules.government_facts import STATES, GovernmentFacts, Spending
from policies.rules.model import Policy
from policies.rules.rule_finding import unstated
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
        total=exact(facts.get("total")),
        government=exact(facts.get("government")),
        area=exact(facts.get("area")),
        households=facts.get("households"),
        area_code=facts.get("area_code") or "",
        residents_paid=parse_share(paid) if paid is not None else None,
        granted=exact(facts.get("granted")),
        spent=None
        if spent is None
        else tuple(
            Spending(row["payer"], Decimal(row["amount"]), frozenset(row.get("tags", ())))
            for row in spent
        ),
        inputs=sums(facts.get("inputs")),
        passed_down=sums(facts.get("passed_down")),
        decided=sums(facts.get("decided")),
        measures=sums(facts.get("measures")),
        events=_days(facts.get("events")),
        due=_days(facts.get("due")),
        groups=frozenset(facts.get("groups") or ()),
    )


def exact(value: Any) -> Decimal | None:
    """A sum, or None where none is given."""
    return None if value is None else Decimal(value)


def sums(given: Mapping[str, str] | None) -> dict[str, Decimal]:
    """Sums by key; nothing where none are given."""
    return {key: Decimal(value) for key, value in (given or {}).items()}


def _days(given: Mapping[str, date] | None) -> dict[str, date]:
    return dict(given or {})
