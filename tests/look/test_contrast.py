"""Pairs of tokens that carry words reach 4.5, marks that carry meaning reach 3."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

TOKENS = dict(
    re.findall(
        r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});",
        (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8"),
    )
)
WORDS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "blue-tint"),
    ("ink", "line"),
    ("ink", "grey-tint"),
    ("ink", "amber-tint"),
    ("ink", "red-tint"),
    ("ink", "green-tint"),
    ("ink2", "paper"),
    ("ink2", "ground"),
    ("ink2", "blue-tint"),
    ("ink2", "grey-tint"),
    ("ink2", "line2"),
    ("ink3", "paper"),
    ("ink3", "ground"),
    ("ink3", "grey-tint"),
    ("blue", "paper"),
    ("blue", "ground"),
    ("blue", "blue-tint"),
    ("deep", "blue-tint"),
    ("deep", "grey-tint"),
    ("paper", "blue"),
    ("paper", "deep"),
    ("paper", "red"),
    ("red", "paper"),
    ("red", "ground"),
    ("red", "red-tint"),
    ("amber", "paper"),
    ("amber", "ground"),
    ("amber", "amber-tint"),
    ("green", "paper"),
    ("green", "ground"),
    ("green", "green-tint"),
    ("green", "blue-tint"),
]
MARKS = [
    ("field-bare", "paper"),
    ("chart-earlier", "paper"),
    ("amber-fill", "paper"),
    ("green-fill", "paper"),
    ("blue", "track"),
    ("ink", "track"),
    ("ink", "green-fill"),
]


def _channel(value):
    share = int(value, 16) / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _light(name):
    red, green, blue = (TOKENS[name][i : i + 2] for i in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


def contrast(one, other):
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_are_readable_on_their_ground(words, ground):
    assert contrast(words, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_are_seen_on_their_ground(mark, ground):
    assert contrast(mark, ground) >= 3
