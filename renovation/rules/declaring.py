"""Facts that a person states with a reason, because nothing in the product can count them."""

from __future__ import annotations

from policies.rules.fact_words import CANDIDATE_FACTS

LOW_RISK = "low_risk.confirmed"
# What the register or the plan says is not stated by hand; scores are given per criterion.
DECLARABLE: tuple[str, ...] = (
    LOW_RISK,
    *(
        kind.key
        for kind in CANDIDATE_FACTS
        if kind.writer == "renovation" and not kind.scoped and kind.key != "plan.year"
    ),
)
# The two answers to a yes-or-no fact in its own words.
YES_NO: dict[str, tuple[str, str]] = {LOW_RISK: ("符合", "不符合")}
