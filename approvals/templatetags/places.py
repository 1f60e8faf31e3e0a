"""How templates write buildings of a roll."""

from __future__ import annotations

from django import template

from approvals.rules.words import building_words

register = template.Library()


@register.filter
def building(number: str) -> str:
    """3 号楼; 安乐东小区 3 号楼 on the roll of a cluster."""
    return building_words(number)
