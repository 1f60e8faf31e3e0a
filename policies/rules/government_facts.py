"""What government money is reckoned from, and what comes out, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from common.explanations import Explanation

State = Literal["given", "earned", "open", "lost", "outside", "waiting"]
STATES: dict[str, str] = {
    "given": "已计",
    "earned": "已按期，可得",
    "open": "尚在期内，逾期不得",
    "lost": "已逾期，不得",
    "outside": "不在范围",
    "waiting": "待完工",
}


@dataclass(frozen=True, slots=True)
class Spending:
    """What a payer spent, in 元, on costs with these tags."""

    payer: str
    amount: Decimal
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GovernmentFacts:
    """Facts of one project; None or an absent key is unknown, never zero.

    `total`, `government`: cost and the government's part of it, 元. `inputs`: level → own money put
    in; `passed_down`: level → money from above; `granted`: what streams gave; `decided`: step → 元
    that the bureau settled. `spent`: every payer's spending, an empty tuple for none.
    `measures`: what tier tables ask. `events`: milestone → day; `due`: procedure step → due day.
    """

    on: date | None = None
    total: Decimal | None = None
    government: Decimal | None = None
    area: Decimal | None = None
    households: int | None = None
    area_code: str = ""
    residents_paid: Fraction | None = None
    granted: Decimal | None = None
    spent: tuple[Spending, ...] | None = None
    inputs: Mapping[str, Decimal] = field(default_factory=dict)
    passed_down: Mapping[str, Decimal] = field(default_factory=dict)
    decided: Mapping[str, Decimal] = field(default_factory=dict)
    measures: Mapping[str, Decimal] = field(default_factory=dict)
    events: Mapping[str, date] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What one step gave: `amount` 元, or `at_stake` 元 that hang on the day `until`."""

    key: str
    name: str
    amount: Decimal
    state: State
    explanation: Explanation
    until: date | None = None
    at_stake: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class GovernmentOutcome:
    """元 by level; `borne`: what steps laid on (or took off) other payers; both add up."""

    by_level: Mapping[str, Decimal]
    level_names: Mapping[str, str]
    borne: Mapping[str, Decimal]
    steps: tuple[StepOutcome, ...]
    total: Decimal
    explanation: Explanation
