"""Figures of the overview in the unit that an overview wants."""

from __future__ import annotations

from decimal import Decimal

from django import template

from common.templatetags.formats import count, wan, wan_area

register = template.Library()


@register.filter
def in_unit(value: Decimal, unit: str) -> str:
    """元 as 万元, ㎡ as 万㎡, everything else as a count."""
    if unit == "万元":
        return wan(value)
    return wan_area(value) if unit == "万㎡" else count(value)
