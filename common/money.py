"""Money as Decimal 元 with two places, and splits that add up to the fen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

FEN = Decimal("0.01")
WAN = Decimal(10000)
K = TypeVar("K", bound=Hashable)


def yuan(value: Decimal | Fraction | int | str) -> Decimal:
    """Round half up to the fen. Floats are refused: they are not exact."""
    if isinstance(value, float):
        raise TypeError("float is not exact money")
    if isinstance(value, Fraction):
        fen = value * 100
        whole, rest = divmod(fen.numerator, fen.denominator)
        if 2 * rest >= fen.denominator:
            whole += 1
        return Decimal(whole).scaleb(-2)
    return Decimal(value).quantize(FEN, ROUND_HALF_UP)


def split(total: Decimal, weights: Mapping[K, Fraction | Decimal | int]) -> dict[K, Decimal]:
    """Divide `total` (元) by weights so that the parts add up to the fen.

    Largest remainder; equal remainders go by key order, so keys must sort (unit codes, names).
    Raises ValueError when the weights are empty, negative, or sum to nothing while money is left.
    """
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    if any(weight < 0 for weight in exact.values()):
        raise ValueError("a weight is negative")
    whole = sum(exact.values(), Fraction(0))
    if whole == 0:
        if total == 0:
            return dict.fromkeys(exact, Decimal("0.00"))
        raise ValueError("nothing to divide by")
    fen = Fraction(yuan(total)) * 100
    sign = -1 if fen < 0 else 1
    quotas = {key: abs(fen) * weight / whole for key, weight in exact.items()}
    floors = {key: quota.numerator // quota.denominator for key, quota in quotas.items()}
    left = int(abs(fen)) - sum(floors.values())
    order = sorted(exact, key=lambda key: (-(quotas[key] - floors[key]), _sortable(key)))
    for key in order[:left]:
        floors[key] += 1
    return {key: sign * Decimal(part).scaleb(-2) for key, part in floors.items()}


def total(values: Iterable[Decimal]) -> Decimal:
    """Sum with two places, 0.00 for nothing."""
    return sum(values, Decimal("0.00"))


def ceil_places(value: Fraction | Decimal | int, places: int = 2) -> Decimal:
    """Round up at the shown decimals: a shown minimum must be enough."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-places), ROUND_CEILING)
    scaled = Fraction(value) * 10**places
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-places)


def _sortable(key: Hashable) -> str:
    return str(key)
