"""Keeping a survey anonymous in small numbers: which homes are told apart, and which results shown.

A building from which few were asked is not named on a slip: with the list of homes drawn, it would
name the home. A result of few slips is not shown either, nor one that subtraction would give away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from approvals.rules.surveys import SATISFIED, Result, Slip
from common.explanations import Explanation, Input

LEAST = 5
"""The fewest homes that are told apart as one, and the fewest slips with a result of their own."""
REST, ALL = "其余各楼", "全小区"


@dataclass(frozen=True, slots=True)
class Group:
    """Buildings counted as one: how many slips went out, came back; the share where shown."""

    name: str
    buildings: tuple[str, ...]
    sent: int
    returned: int = 0
    satisfied: Fraction | None = None


def groups(sample: Mapping[str, Sequence[str]]) -> tuple[Group, ...]:
    """A building with at least LEAST homes drawn by itself, all others together.

    Where the others are too few, the smallest building joins them; in the end all are one.
    """
    sizes = sorted(((len(codes), name) for name, codes in sample.items()), key=lambda one: one[0])
    pool = [name for size, name in sizes if size < LEAST]
    alone = [name for size, name in sizes if size >= LEAST]
    while pool and alone and sum(len(sample[name]) for name in pool) < LEAST:
        pool.append(alone.pop(0))
    own = set(alone)
    made = [Group(name, (name,), len(sample[name])) for name in sample if name in own]
    if pool:
        inside = tuple(name for name in sample if name in set(pool))
        named = REST if made else ALL
        made.append(Group(named, inside, sum(len(sample[name]) for name in inside)))
    return tuple(made)


def told(slips: Sequence[Slip], asked: Sequence[Group]) -> tuple[Group, ...]:
    """Each group with what came back; shares only where nobody can be made out from them.

    A group with fewer than LEAST slips has none. When those without would still be few together,
    the smallest group with one loses it too: else the total less the others would tell.
    """
    back = Counter(slip.building for slip in slips)
    good = Counter(slip.building for slip in slips if slip.overall in SATISFIED)
    shown = sorted((one.name for one in asked if back[one.name] >= LEAST), key=lambda x: back[x])
    hidden = sum(number for name, number in back.items() if name not in shown)
    while shown and 0 < hidden < LEAST:
        hidden += back[shown.pop(0)]
    return tuple(
        replace(
            one,
            returned=back[one.name],
            satisfied=Fraction(good[one.name], back[one.name]) if one.name in shown else None,
        )
        for one in asked
    )


def guarded(found: Result) -> Result:
    """The result, or, of fewer than LEAST slips, only how many came back."""
    if not 0 < found.returned < LEAST:
        return found
    words = f"收回 {found.returned} 份，不足 {LEAST} 份，为不记名不显示结果"
    explained = Explanation(
        title=found.explanation.title,
        result="—",
        sentence=words,
        status="undecided",
        inputs=(
            Input("抽样发出", str(found.sample), "份"),
            Input("收回", str(found.returned), "份"),
        ),
    )
    return replace(
        found,
        satisfied=None,
        willing=None,
        means=dict.fromkeys(found.means),
        warnings=(words,),
        explanation=explained,
    )
