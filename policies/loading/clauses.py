"""Clauses from text such as "临朐 二(三)"."""

from __future__ import annotations

from collections.abc import Iterable

from common.explanations import Clause


def clauses(texts: Iterable[str], says: str = "") -> tuple[Clause, ...]:
    """ "临朐 二(三)" becomes document and section; the paraphrase belongs to the first."""
    found = []
    for index, text in enumerate(texts):
        document, _, section = text.partition(" ")
        found.append(Clause(document, section, says if index == 0 else ""))
    return tuple(found)
