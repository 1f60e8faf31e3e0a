"""The bill of quantities of a project: as text for comparisons, its lines, its sums with 依据."""

from __future__ import annotations

from common.explanations import Explanation
from renovation.models import BillItem, Project
from renovation.rules.bill_sums import BillLine, Section, of_bill, of_line, sections
from renovation.rules.bills import FIGURES, WORDS


def bill_says(item: BillItem) -> dict[str, str | None]:
    """Figures and words of an item, exact numbers as text without needless zeros."""
    return {key: format(getattr(item, key).normalize(), "f") for key in FIGURES} | {
        key: getattr(item, key) for key in WORDS
    }


def bill_sections(project: Project) -> tuple[Section, ...]:
    """Sums by section, in the order of the bill; () where there is none. One query."""
    return sections(_line(item) for item in project.bill_items.all())


def bill_reason(project: Project, key: str) -> Explanation | None:
    """The 依据 of the whole ("") or of one item by its number; None where there is none."""
    if not key:
        lines = [_line(item) for item in project.bill_items.all()]
        return of_bill(lines, project.investment) if lines else None
    item = project.bill_items.filter(pk=key).first() if key.isdecimal() else None
    return of_line(_line(item)) if item else None


def _line(item: BillItem) -> BillLine:
    place = f"{item.sheet} 第 {item.row} 行" if item.row else ""
    return BillLine(
        item.section,
        item.name,
        item.unit,
        item.quantity,
        item.unit_price,
        item.amount,
        place,
    )
