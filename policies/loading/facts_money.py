"""The shape of the facts of money, beside those of `facts`."""

from __future__ import annotations

from typing import Literal

from policies.loading.shapes import Exact, FactsShape, Key, Shape, Text


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


class CountedFacts(FactsShape):
    """What is due and what was paid, by way of paying."""

    kind: Literal["counted"]
    due: Exact
    paid: dict[Key, Exact]


SHAPES: dict[str, type[FactsShape]] = {
    "shares": SharesFacts,
    "apportion": ApportionFacts,
    "counted": CountedFacts,
}
