"""A line of a bill of quantities ready to be written, and what adds up in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

FIGURES = ("quantity", "unit_price", "amount")
WORDS = ("section", "code", "name", "feature", "unit", "content", "payer")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BillRow:
    """An item: `values` to keep and `stated` as the file has them, by `FIGURES` and `WORDS`."""

    key: str
    values: Mapping[str, Decimal | str]
    stated: Mapping[str, str]
    position: int
    row: int
    sheet: str
    taken: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class BillReport:
    """What was written: items by effect, and the bill's sum in 元 (exact text)."""

    project_id: int
    new: int
    changed: int
    same: int
    total: str
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def item_key(section: str, code: str, name: str, unit: str) -> str:
    """What makes two lines the same item: its code in its section, else name and unit."""
    return f"{section}|{code or f'{name}|{unit}'}"[:200]


def product_ties(
    quantity: Decimal, price: Decimal, amount: Decimal, *, step: Decimal = CENT
) -> bool:
    """Whether quantity × price is the amount, as precisely as amounts are written (`step`)."""
    return abs(quantity * price - amount) <= step


def digest(rows: Sequence[BillRow]) -> str:
    """SHA-256 over what the rows say, independent of upload and sheet."""
    content = [[row.key, {key: str(row.values[key]) for key in sorted(row.values)}] for row in rows]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
