"""The bill of quantities of a project, as text for comparisons."""

from __future__ import annotations

from renovation.models import BillItem
from renovation.rules.bills import FIGURES, WORDS


def bill_says(item: BillItem) -> dict[str, str | None]:
    """Figures and words of an item, exact numbers as text without needless zeros."""
    return {key: format(getattr(item, key).normalize(), "f") for key in FIGURES} | {
        key: getattr(item, key) for key in WORDS
    }
