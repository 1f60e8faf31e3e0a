"""What went into a determination, as JSON that a later check reads back. Exact numbers as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from policies.rules.shares import CostItem, ShareFacts, ShareOutcome, Stage

BEFORE_LIMITS = "before_limits"


def to_json(facts: ShareFacts) -> dict[str, Any]:
    """The facts as stored; `from_json` reads them back equal."""
    return {
        "stage": facts.stage,
        "area": str(facts.area),
        "area_source": facts.area_source,
        "households": facts.households,
        "social": str(facts.social),
        "cost_source": facts.cost_source,
        "items": [
            {
                "key": item.key,
                "name": item.name,
                "level": item.level,
                "amount": str(item.amount),
                "tags": sorted(item.tags),
                "payer": item.payer,
            }
            for item in facts.items
        ],
    }


def limits(outcome: ShareOutcome) -> dict[str, str]:
    """The residents' sum before each home was held to its limits, where the rule has any."""
    return {} if outcome.before_limits is None else {BEFORE_LIMITS: str(outcome.before_limits)}


def from_json(stored: dict[str, Any], stage: str = "") -> ShareFacts:
    """The facts again, for another stage if one is named; KeyError on a foreign shape."""
    return ShareFacts(
        items=tuple(
            CostItem(
                row["key"],
                row["name"],
                row["level"],
                Decimal(row["amount"]),
                frozenset(row["tags"]),
                row.get("payer", ""),
            )
            for row in stored["items"]
        ),
        area=Decimal(stored["area"]),
        households=stored["households"],
        social=Decimal(stored["social"]),
        stage=cast("Stage", stage or stored["stage"]),
        area_source=stored["area_source"],
        cost_source=stored["cost_source"],
    )
