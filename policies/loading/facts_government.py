"""The shape of the facts of government money, streams, spreads and the fund."""

from __future__ import annotations

from datetime import date
from typing import Literal

from policies.loading.shapes import Exact, FactsShape, Key, Shape, Share, Text


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


SHAPES: dict[str, type[FactsShape]] = {
    "government": GovernmentMoneyFacts,
    "stream": StreamFacts,
    "spread": SpreadFacts,
    "fund": FundFacts,
}
