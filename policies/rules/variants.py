"""Which case of a deadline applies to a project: by its stream of money, its batch, its mode."""

from __future__ import annotations

from dataclasses import dataclass

from common.explanations import Line
from policies.rules.model import Deadline, Terms
from policies.rules.premises import Known, weigh


@dataclass(frozen=True, slots=True)
class Chosen:
    """The deadline that applies; None: why none can be said stands in `sentence`."""

    deadline: Deadline | None
    sentence: str = ""
    lines: tuple[Line, ...] = ()


def choose(deadline: Deadline, known: Known, terms: Terms) -> Chosen:
    """The first variant that holds, else the deadline's own day; never a guess between them."""
    for variant in deadline.variants:
        found = weigh(variant.when, known, terms)
        if found.holds is None:
            return Chosen(None, found.needs, found.lines)
        if found.holds and variant.undecided:
            return Chosen(None, f"尚不能判定：{variant.undecided}", found.lines)
        if found.holds:
            return Chosen(variant.deadline, "", found.lines)
    if deadline.variants and not deadline.dated:
        return Chosen(None, "尚不能判定：方案没有规定这种情形的期限")
    return Chosen(deadline)
