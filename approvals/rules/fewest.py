"""The fewest things that reach several sums: exact, over kinds of things that add the same.

A thing adds a fixed vector (its kind) and an amount of its own. Wanted: the least number whose
vectors reach every sum and whose amounts reach one more. Within a kind the largest amounts come
first, so only the number taken of each kind is open; the two most numerous kinds are closed by
bisection, because what they add together is concave in how the number is divided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

CLOSING = 2  # kinds that are closed by bisection


@dataclass(frozen=True, slots=True)
class Kind:
    """Things that add the same `values`; their own `amounts` from the largest down."""

    values: tuple[Fraction, ...]
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Each sum must reach its need (or exceed it, where True); so must the amounts."""

    needs: tuple[tuple[Fraction, bool], ...]
    amount: Fraction
    amount_strictly: bool = False

    def met_by(self, sums: Sequence[Fraction], amount: Fraction) -> bool:
        """Whether these sums and this amount do."""
        return reaches(amount, self.amount, self.amount_strictly) and all(
            reaches(value, need, strictly)
            for value, (need, strictly) in zip(sums, self.needs, strict=True)
        )


def reaches(value: Fraction, need: Fraction, strictly: bool) -> bool:  # noqa: FBT001
    """≥, or > where strictly."""
    return value > need if strictly else value >= need


def fewest(kinds: Sequence[Kind], wanted: Conditions) -> tuple[int, ...] | None:
    """How many of each kind, in their order; None when no choice does.

    Of several choices of that number the one with the largest amount.
    """
    order = sorted(range(len(kinds)), key=lambda index: len(kinds[index].amounts))
    rows = [_Row.of(kinds[index]) for index in order]
    nothing = _Row((Fraction(0),) * len(wanted.needs), (), (Fraction(0),))
    rows = [nothing] * max(0, CLOSING - len(rows)) + rows
    order = [-1] * (len(rows) - len(order)) + order
    total = sum(row.size for row in rows)
    search = _Search(rows, wanted)
    growing = all(value >= 0 for row in rows for value in row.values)
    number = _least(search.possible, total) if growing else _first(search.possible, total)
    if number is None:
        return None
    taken = search.best(number)
    if taken is None:
        raise AssertionError("a possible number has a choice")
    found = [0] * len(kinds)
    for index, count in zip(order, taken, strict=True):
        if index >= 0:
            found[index] = count
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Row:
    values: tuple[Fraction, ...]
    amounts: tuple[Fraction, ...]
    sums: tuple[Fraction, ...]  # of the first n amounts

    @classmethod
    def of(cls, kind: Kind) -> _Row:
        amounts = tuple(Fraction(amount) for amount in kind.amounts)
        return cls(kind.values, amounts, tuple(accumulate(amounts, initial=Fraction(0))))

    @property
    def size(self) -> int:
        return len(self.amounts)


class _Search:
    """All kinds but the two most numerous are tried number by number, hopeless ones cut."""

    def __init__(self, rows: Sequence[_Row], wanted: Conditions) -> None:
        self.small, self.last = rows[:-2], (rows[-2], rows[-1])
        self.wanted = wanted
        merged = sorted((amount for row in rows for amount in row.amounts), reverse=True)
        self.ceiling = tuple(accumulate(merged, initial=Fraction(0)))
        self.room = [sum(row.size for row in rows[index:]) for index in range(len(rows) + 1)]
        self.highest = [
            tuple(max(column) for column in zip(*(row.values for row in rows[index:]), strict=True))
            for index in range(len(rows))
        ]

    def possible(self, number: int) -> bool:
        """Whether some choice of exactly that many does."""
        return self.best(number) is not None

    def best(self, number: int) -> tuple[int, ...] | None:
        """The choice of that many with the largest amount."""
        if number >= len(self.ceiling):
            return None
        found = self._try(0, number, (Fraction(0),) * len(self.wanted.needs), Fraction(0))
        return found[1] if found else None

    def _try(
        self, index: int, left: int, sums: tuple[Fraction, ...], amount: Fraction
    ) -> tuple[Fraction, tuple[int, ...]] | None:
        if left > self.room[index] or self._hopeless(index, left, sums, amount):
            return None
        if index == len(self.small):
            return self._close(left, sums, amount)
        row = self.small[index]
        best: tuple[Fraction, tuple[int, ...]] | None = None
        for count in range(min(left, row.size) + 1):
            more = tuple(s + count * v for s, v in zip(sums, row.values, strict=True))
            tail = self._try(index + 1, left - count, more, amount + row.sums[count])
            if tail and (best is None or tail[0] > best[0]):
                best = (tail[0], (count, *tail[1]))
        return best

    def _hopeless(
        self, index: int, left: int, sums: tuple[Fraction, ...], amount: Fraction
    ) -> bool:
        top = tuple(s + left * h for s, h in zip(sums, self.highest[index], strict=True))
        return not self.wanted.met_by(top, amount + self.ceiling[left])

    def _close(
        self, left: int, sums: tuple[Fraction, ...], amount: Fraction
    ) -> tuple[Fraction, tuple[int, ...]] | None:
        one, other = self.last
        low, high = max(0, left - other.size), min(left, one.size)
        for value, slope_one, slope_other, (need, strictly) in zip(
            sums, one.values, other.values, self.wanted.needs, strict=True
        ):
            base, slope = value + left * slope_other, slope_one - slope_other
            if slope == 0:
                if not reaches(base, need, strictly):
                    return None
                continue
            edge = (need - base) / slope
            if slope > 0:
                low = max(low, edge.__floor__() + 1 if strictly else edge.__ceil__())
            else:
                high = min(high, edge.__ceil__() - 1 if strictly else edge.__floor__())
        if low > high:
            return None
        at = _bisect(low, high, lambda count: one.amounts[count] <= other.amounts[left - count - 1])
        whole = amount + one.sums[at] + other.sums[left - at]
        if not reaches(whole, self.wanted.amount, self.wanted.amount_strictly):
            return None
        return whole, (at, left - at)


def _bisect(low: int, high: int, enough: Callable[[int], bool]) -> int:
    """The least number in low..high from which `enough` holds; high when it never does."""
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _least(possible: Callable[[int], bool], total: int) -> int | None:
    """More is never worse: by bisection."""
    if not possible(total):
        return None
    return _bisect(0, total, possible)


def _first(possible: Callable[[int], bool], total: int) -> int | None:
    """More may be worse (a head that answers differently): one after another."""
    return next((number for number in range(total + 1) if possible(number)), None)
