"""Orders of works: what must be finished before other works begin (先地下后地上).

A scheme names the contents that come first and those that come after; the works planned for a
community are held against it. A plan that breaks the order is warned of, not refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common.explanations import Clause, Explanation, Line


@dataclass(frozen=True, slots=True)
class SequenceRule:
    """`first` is finished before `then` begins.

    Both name contents of the catalogue: an aspect, an aspect and level, or one item
    (`pipes/basic/1.1`). No `then`: everything that is not `first`.
    """

    key: str
    name: str
    first: tuple[str, ...]
    then: tuple[str, ...] = ()
    says: str = ""
    clauses: tuple[Clause, ...] = ()

    def leads(self, item: str) -> bool:
        """Whether an item of the catalogue comes first."""
        return any(names(one, item) for one in self.first)

    def follows(self, item: str) -> bool:
        """Whether an item of the catalogue comes after; what leads never does."""
        named = any(names(one, item) for one in self.then) if self.then else True
        return named and not self.leads(item)


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of works: its item in the catalogue, first and last day (None: not planned yet)."""

    name: str
    item: str
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class SequenceOutcome:
    """`kept` None: days that are not known could still break it. `clashes`: (earlier, later)."""

    kept: bool | None
    clashes: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    explanation: Explanation


def names(selector: str, item: str) -> bool:
    """Whether a selector means an item: its whole key, or the part of it before a slash."""
    return item == selector or item.startswith(f"{selector}/")


def hold_order(rule: SequenceRule, works: Sequence[Work]) -> SequenceOutcome:
    """Hold planned works against an order; they may begin on the day that the first ones end."""
    first = [work for work in works if rule.leads(work.item)]
    then = [work for work in works if rule.follows(work.item)]
    clashes = tuple(
        (before.name, after.name)
        for after in then
        for before in first
        if before.ends and after.starts and after.starts < before.ends
    )
    missing: list[str] = []
    if first and then:
        missing += [f"{work.name}的完工日" for work in first if work.ends is None]
        missing += [f"{work.name}的开工日" for work in then if work.starts is None]
    kept = False if clashes else None if missing else True
    return SequenceOutcome(kept, clashes, tuple(missing), _explain(rule, works, clashes, missing))


def _explain(
    rule: SequenceRule,
    works: Sequence[Work],
    clashes: Sequence[tuple[str, str]],
    missing: Sequence[str],
) -> Explanation:
    if clashes:
        result = "次序不符"
        sentence = "；".join(f"“{after}”在“{before}”完工之前开工" for before, after in clashes)
    elif missing:
        result = "尚不能判定"
        sentence = f"尚不能判定：需要{'、'.join(missing)}"
    else:
        result = sentence = "次序相符"
    return Explanation(
        title=rule.name,
        result=result,
        sentence=sentence,
        status="undecided" if missing and not clashes else "final",
        lines=tuple(_line(rule, work) for work in works if _placed(rule, work)),
        clauses=rule.clauses,
        note=rule.says,
    )


def _placed(rule: SequenceRule, work: Work) -> bool:
    return rule.leads(work.item) or rule.follows(work.item)


def _line(rule: SequenceRule, work: Work) -> Line:
    days = " 至 ".join(day.isoformat() if day else "未定" for day in (work.starts, work.ends))
    return Line(work.name, "在先" if rule.leads(work.item) else "在后", days)
