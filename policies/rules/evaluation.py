"""What evaluating one rule gives, and the tools that every evaluator shares.

An evaluator takes a policy, facts already checked for their shape, and the calendar; it finds its
rule, asks the engine and answers with an `Evaluation`. It never guesses: a fact that the rule needs
and does not have is `Undecidable`, a name that the policy does not know is `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from common.explanations import Explanation
from policies.rules.model import Policy
from policies.rules.timing import Calendar

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`outcome`: named results as exact text, what worked cases compare. `conclusion`: one line of
    words for people. `decided` is False where a fact or a rule is missing."""

    outcome: Mapping[str, str]
    conclusion: str
    explanation: Explanation
    decided: bool = True


Evaluate = Callable[[Policy, Facts, Calendar], Evaluation]


@dataclass(frozen=True, slots=True)
class Evaluator:
    """One shape of rule: its key in facts and cases, its name, the theme it belongs to."""

    kind: str
    label: str
    theme: str
    run: Evaluate


def text(value: Any) -> str:
    """A result as exact text: true, false, 2024-06-30, 12.50."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def money(value: Decimal) -> str:
    """1,234.50"""
    return f"{value:,.2f}"
