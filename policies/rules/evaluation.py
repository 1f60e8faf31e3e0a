"""What evaluating one rule gives, and the tools that every evaluator shares.

An evaluator takes a policy, facts already checked for their shape, and the calendar; it finds its
rule, asks the engine and answers with an `Evaluation`. It never guesses: a fact that the rule needs
and does not have is `Undecidable`, a name that the policy does not know is `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules.fact_values import FactValue, parse_value
from policies.rules.model import Policy
from policies.rules.premises import Known
from policies.rules.timing import Calendar

Facts = Mapping[str, Any]


class Keyed(Protocol):
    """A rule found by its key."""

    @property
    def key(self) -> str:
        """The key inside its section."""


K = TypeVar("K", bound=Keyed)


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


def find(rows: Iterable[K], key: str, field: str, label: str) -> K:
    """The rule of that key; Refused with the keys there are."""
    known = list(rows)
    for row in known:
        if row.key == key:
            return row
    raise Refused(
        Problem(
            f"方案中没有这一{label}",
            code="unknown_rule",
            field=field,
            value=key,
            expected="、".join(dict.fromkeys(row.key for row in known)) or f"写有{label}的方案",
        )
    )


def unstated(label: str, field: str) -> Refused:
    """The refusal for a section that the policy does not state."""
    return Refused(Problem(f"方案没有写明{label}", code="unknown_rule", field=field))


def known_of(policy: Policy, given: Facts) -> Known:
    """`facts` as {key or key@scope: value} and `items` as keys of the catalogue.

    Refused with every key that is neither the product's nor the policy's, and every value that
    does not fit its kind.
    """
    values, problems, terms = {}, [], policy.terms
    for name, value in given.get("facts", {}).items():
        key, _, scope = name.partition("@")
        try:
            values[key, scope] = FactValue(key, scope, parse_value(terms.kind(key), text(value)))
        except KeyError:
            expected = "docs/policies.md 所列事实键，或方案 facts 中的键"
            message = "不认识的事实键"
            problems.append(
                Problem(message, code="unknown_fact", field=f"facts.{name}", expected=expected)
            )
        except ValueError as error:
            problems.append(
                Problem(str(error), code="fact", field=f"facts.{name}", value=text(value))
            )
    if problems:
        raise Refused(problems)
    items = given.get("items")
    return Known(values, None if items is None else frozenset(items))
