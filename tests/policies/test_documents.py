"""What the documents say about policies stays true."""

from pathlib import Path

import pytest

from policies.rules.vocabulary import (
    CHANNELS,
    CONTRIBUTIONS,
    FACTS,
    SOURCES,
    TAGS,
    Lifecycle,
    MilestoneKind,
    Trigger,
)

DOCS = Path(__file__).parents[2] / "docs"


WORDS = [FACTS, TAGS, CHANNELS, SOURCES, CONTRIBUTIONS, MilestoneKind, Lifecycle, Trigger]


@pytest.mark.parametrize("words", WORDS)
def test_every_word_of_the_vocabulary_is_documented(words):
    text = (DOCS / "policies.md").read_text(encoding="utf-8")
    assert [str(word) for word in words if f"`{word!s}`" not in text] == []


def test_every_named_module_exists():
    root = DOCS.parent
    for name in (
        "consent",
        "steering",
        "days",
        "timing",
        "gates",
        "shares",
        "obligations",
        "cases",
    ):
        assert (root / "policies" / "rules" / f"{name}.py").is_file()
