"""What the words of a head mean: by what a person said, by meaning, by what is remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.rules.cells import fold, unit_named
from intake.rules.layout import IGNORED, SheetLayout, heading
from records.rules.sheets import Column, SheetSpec

_BRACKETED = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]$")


@dataclass(slots=True)
class Sense:
    """What the words of a head mean: per key the columns and their unit texts."""

    found: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    remembered: set[int] = field(default_factory=set)


def make_sense(
    labels: Mapping[int, str], spec: SheetSpec, layout: SheetLayout, memory: Mapping[str, str]
) -> Sense:
    """Every column's meaning; what was said goes before the words, the words before the memory."""
    sense = Sense()
    unknown: dict[int, str] = {}
    for number, label in labels.items():
        if number in layout.columns:
            _take(sense, spec, number, label, layout.columns[number])
            continue
        for column in spec.columns:
            unit = _meaning(label, column)
            if unit is not None:
                sense.found.setdefault(column.key, []).append((number, unit))
                break
        else:
            unknown[number] = heading(label)
    _recall(sense, spec, labels, unknown, memory)
    return sense


def _recall(
    sense: Sense,
    spec: SheetSpec,
    labels: Mapping[int, str],
    unknown: Mapping[int, str],
    memory: Mapping[str, str],
) -> None:
    """Apply what is remembered, never beside a column that already has the meaning."""
    headings = list(unknown.values())
    keys = {column.key for column in spec.columns}
    for number, words in unknown.items():
        key = memory.get(words)
        twice = headings.count(words) > 1
        if key is None or (key != IGNORED and (key not in keys or key in sense.found or twice)):
            continue
        _take(sense, spec, number, labels[number], key)
        sense.remembered.add(number)


def _take(sense: Sense, spec: SheetSpec, number: int, label: str, key: str) -> None:
    if key == IGNORED:
        sense.ignored.add(number)
    else:
        unit = _written_unit(label, spec.column(key))
        sense.found.setdefault(key, []).append((number, unit))


def _written_unit(label: str, column: Column) -> str:
    """The unit at the end of a head, in brackets or not, or alone in its last line; "" for none."""
    last = label.rsplit("\n", maxsplit=1)[-1]
    match = _BRACKETED.search(last)
    for text in (match[1] if match else "", last, _unit_behind(last, column)):
        if unit_named(text, column.units):
            return text
    return ""


def _meaning(label: str, column: Column) -> str | None:
    """The unit text of the label if it names the column ("" for none), else None."""
    parts = label.split("\n")
    unit = _bare(parts[-1])
    if len(parts) > 1 and unit_named(unit, column.units):
        return None if _meaning("\n".join(parts[:-1]), column) is None else unit
    names = {fold(name) for name in (column.label, *column.synonyms)}
    for words in ("".join(parts), parts[-1]):
        if words in names:
            return ""
        match = _BRACKETED.search(words)
        if match and words[: match.start()] in names:
            return match[1]
        unit = _unit_behind(words, column)
        if unit and words.removesuffix(unit) in names:
            return unit
    return None


def _unit_behind(words: str, column: Column) -> str:
    """The longest unit that the words end in, as where a line break parted them: 建筑面积万㎡."""
    spellings = (fold(one) for unit in column.units for one in unit.spellings)
    behind = [one for one in spellings if words.lower().endswith(one.lower())]
    return words[-max(map(len, behind)) :] if behind else ""


def _bare(text: str) -> str:
    match = _BRACKETED.fullmatch(text)
    return match[1] if match else text
