"""Papers by what they say become the three layers that tests compare, as the policy counts them.

A blank paper is an abstention or invalid; a proxy without a mandate, or where none is admitted,
makes a paper invalid. Then each kind is absent, takes part, or is taken for a yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policies.rules.consent import Counts
from policies.rules.model import Counting

Said = Literal["agree", "against", "abstain", "blank", "invalid", "missing"]
SAID: dict[Said, str] = {
    "agree": "同意",
    "against": "反对",
    "abstain": "弃权",
    "blank": "空白",
    "invalid": "无效",
    "missing": "未交",
}


@dataclass(frozen=True, slots=True)
class Pile:
    """Papers of one answer: owners, ㎡ and homes; `proxy`: signed by somebody else for them."""

    said: Said
    heads: int = 0
    area: Decimal = Decimal(0)
    households: int = 0
    proxy: Literal["none", "mandate", "without"] = "none"


def read_as(pile: Pile, counting: Counting) -> Literal["agree", "against", "silent", "absent"]:
    """How a pile counts: for, against, taking part without a vote, or not at all."""
    said: str = counting.blank if pile.said == "blank" else pile.said
    refused = pile.proxy == "without" or (pile.proxy == "mandate" and counting.proxy == "refused")
    if refused and said != "missing":
        said = "invalid"
    if said == "agree":
        return "agree"
    if said == "against":
        return "against"
    counted = getattr(counting, said)
    return {"agrees": "agree", "participates": "silent"}.get(counted, "absent")  # type: ignore[return-value]


def count(piles: Iterable[Pile], counting: Counting) -> Counts:
    """The layers of all piles; the order of the piles does not matter."""
    rows = [(pile, read_as(pile, counting)) for pile in piles]
    there = [pile for pile, said in rows if said != "absent"]
    yes = [pile for pile, said in rows if said == "agree"]
    every = [pile for pile, _ in rows]
    return Counts(
        all_heads=sum(pile.heads for pile in every),
        all_area=sum((pile.area for pile in every), Decimal(0)),
        participating_heads=sum(pile.heads for pile in there),
        participating_area=sum((pile.area for pile in there), Decimal(0)),
        agree_heads=sum(pile.heads for pile in yes),
        agree_area=sum((pile.area for pile in yes), Decimal(0)),
        all_households=sum(pile.households for pile in every),
        participating_households=sum(pile.households for pile in there),
        agree_households=sum(pile.households for pile in yes),
        against_heads=sum(pile.heads for pile, said in rows if said == "against"),
    )
