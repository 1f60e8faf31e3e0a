"""Fields that every form about money is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms


def money(label: str, **options: Any) -> forms.DecimalField:
    """元 with two places."""
    options.setdefault("min_value", Decimal("0.01"))
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, widget=widget, **options
    )


def day(label: str) -> forms.DateField:
    """A native date input."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def words(label: str, length: int, **options: Any) -> forms.CharField:
    """One line of text without the browser's own suggestions."""
    attrs = {"autocomplete": "off", **options.pop("attrs", {})}
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs=attrs), **options
    )
