"""The shape of the facts of money, beside those of `facts`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from policies.loading.shapes import Exact, FactsShape, Key, Shape, Share, Text


class CostShape(Shape):
    """A cost in 元; `payer` where the rule leaves a choice."""

    amount: Exact
    level: str = ""
    name: str = "内容"
    tags: list[str] = []
    payer: str = ""


class HomeShape(Shape):
    """A home that pays."""

    code: Text
    area: Exact
    building: str = ""


class SharesFacts(FactsShape):
    """Costs, the area under a cap, homes, social capital, and what residents paid before."""

    kind: Literal["shares"]
    items: list[CostShape]
    area: Exact = "0"
    households: int = 0
    homes: list[HomeShape] = []
    social: Exact = "0"
    paid: Exact | None = None
    stage: Literal["estimate", "due", "final"] = "estimate"


class ApportionFacts(FactsShape):
    """The residents' sum and the homes."""

    kind: Literal["apportion"]
    due: Exact
    homes: list[HomeShape]


class SpendingShape(Shape):
    """What a payer spent, in 元."""

    payer: Key
    amount: Exact
    tags: list[str] = []


class GovernmentMoneyFacts(FactsShape):
    """What the government's steps ask; what is left out is unknown, never zero."""

    kind: Literal["government"]
    on: date | None = None
    total: Exact | None = None
    government: Exact | None = None
    area: Exact | None = None
    households: int | None = None
    area_code: str = ""
    residents_paid: Share | None = None
    granted: Exact | None = None
    spent: list[SpendingShape] | None = None
    inputs: dict[Key, Exact] = {}
    passed_down: dict[Key, Exact] = {}
    decided: dict[Key, Exact] = {}
    measures: dict[Key, Exact] = {}
    events: dict[Literal["completed", "accepted", "closed"], date] = {}
    due: dict[Key, date] = {}
    groups: list[Key] = []


class StreamFacts(FactsShape):
    """Money asked from a stream."""

    kind: Literal["stream"]
    stream: Key
    amount: Exact
    already: Exact = "0"
    tags: list[str] | None = None
    total: Exact | None = None
    year: int | None = None
    area_code: str = ""


class PlaceShape(Shape):
    """A place of a spread."""

    key: Text
    values: dict[Key, Exact]
    difficulty: Exact | None = None


class SpreadFacts(FactsShape):
    """A sum and the places over which it is spread."""

    kind: Literal["spread"]
    spread: Key
    pool: Exact
    places: list[PlaceShape]
    weights: dict[Key, Share] = {}


class FundFacts(FactsShape):
    """The first deposit and the balance; no balance means no fund."""

    kind: Literal["fund"]
    first_deposit: Exact
    balance: Exact | None = None


class CountedFacts(FactsShape):
    """What is due and what was paid, by way of paying."""

    kind: Literal["counted"]
    due: Exact
    paid: dict[Key, Exact]


SHAPES: dict[str, type[FactsShape]] = {
    "shares": SharesFacts,
    "apportion": ApportionFacts,
    "government": GovernmentMoneyFacts,
    "stream": StreamFacts,
    "spread": SpreadFacts,
    "fund": FundFacts,
    "counted": CountedFacts,
}
