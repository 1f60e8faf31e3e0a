"""An explanation laid out for reading: which parts are one sum, which stand by themselves.

The one presenter behind the panel on every page and the block on every printed paper; it takes the
value object or its stored shape, orders it, and computes nothing that a figure hangs on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from common.explanations import Clause, Explanation, Line, Trigger, Version

_TIMES = re.compile(r"^([\d,.]+) × (\S+)$")


@dataclass(frozen=True, slots=True)
class SharesRow:
    """One part of a sum of shares: a base, times a share, gives a value."""

    label: str
    base: str
    share: str
    value: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Arithmetic under one heading: `rows` where each line is base × share, else `lines`."""

    title: str = ""
    result: str = ""
    sentence: str = ""
    note: str = ""
    lines: tuple[Line, ...] = ()
    rows: tuple[SharesRow, ...] = ()
    total: SharesRow | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """`sums` build up to the result, `proof` ties them, `parts` carry figures of their own.

    What a part shares with the whole (clauses, version, trigger) stands once, with the whole.
    """

    told: Explanation
    sums: tuple[Sum, ...]
    proof: Line | None
    parts: tuple[Laid, ...]
    clauses: tuple[Clause, ...]
    version: Version | None
    trigger: Trigger | None


def laid_out(explanation: Explanation | Mapping[str, Any]) -> Laid:
    """The explanation, or what `to_dict` stored of it, in reading order."""
    told = (
        explanation
        if isinstance(explanation, Explanation)
        else Explanation.from_dict(dict(explanation))
    )
    return _laid(told, None)


def _laid(told: Explanation, whole: Laid | None) -> Laid:
    bare = [child for child in told.children if _only_arithmetic(child)]
    proof = next((one for one in told.lines if bare and one.emphasis and one.expression), None)
    own = tuple(line for line in told.lines if line is not proof)
    clauses = _distinct((*told.clauses, *(one for child in bare for one in child.clauses)))
    known = {(one.document, one.section) for one in whole.clauses} if whole else set()
    laid = Laid(
        told=told,
        sums=(*(_sum(child) for child in bare), *([_arithmetic(own)] if own else [])),
        proof=proof,
        parts=(),
        clauses=tuple(one for one in clauses if (one.document, one.section) not in known),
        version=None if whole and told.version == whole.told.version else told.version,
        trigger=None if whole and told.trigger == whole.told.trigger else told.trigger,
    )
    apart = (child for child in told.children if not _only_arithmetic(child))
    return replace(laid, parts=tuple(_laid(child, laid) for child in apart))


def _only_arithmetic(child: Explanation) -> bool:
    """Whether it is a section of its parent's sum: no figures, parts or version of its own."""
    return not (child.inputs or child.children or child.version)


def _sum(child: Explanation) -> Sum:
    result = "" if child.lines else f"{child.result} {child.unit}".rstrip()
    return _arithmetic(child.lines, child.title, result, child.sentence, child.note)


def _arithmetic(
    lines: Sequence[Line], title: str = "", result: str = "", sentence: str = "", note: str = ""
) -> Sum:
    plain = [line for line in lines if not line.emphasis]
    matches = [_TIMES.match(line.expression) for line in plain]
    if not title or not plain or not all(matches):
        return Sum(title, result, sentence, note, tuple(lines))
    rows = tuple(
        SharesRow(line.label, match[1], match[2], line.value)
        for line, match in zip(plain, matches, strict=True)
        if match
    )
    lead = next((line for line in lines if line.emphasis), None)
    base = sum((Decimal(row.base.replace(",", "")) for row in rows), Decimal(0))
    total = SharesRow("合计", f"{base:,.2f}", "", lead.value) if lead else None
    return Sum(title, result, sentence, note, rows=rows, total=total)


def _distinct(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Each place of a document once; the first with a paraphrase wins."""
    found: dict[tuple[str, str], Clause] = {}
    for one in clauses:
        key = (one.document, one.section)
        if key not in found or (one.paraphrase and not found[key].paraphrase):
            found[key] = one
    return tuple(found.values())
