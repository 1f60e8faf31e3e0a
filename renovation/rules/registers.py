"""Rows of a register: what a row must say, and what of it names people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from common.errors import Problem
from common.names import count_names, mask_name, of_persons, veil_numbers

LONGEST = 300


def row_problems(columns: Sequence[str], values: Mapping[str, str]) -> list[Problem]:
    """Unknown columns, values that are too long, and a row that says nothing at all."""
    problems = [
        Problem(
            "台账没有这一栏",
            field=f"values.{name}",
            value=name,
            expected="、".join(columns),
        )
        for name in values
        if name not in columns
    ]
    problems += [
        Problem(f"“{name}”最多 {LONGEST} 字", field=f"values.{name}", value=f"{len(text)} 字")
        for name, text in values.items()
        if len(text) > LONGEST
    ]
    if not any(text.strip() for text in values.values()):
        problems.append(Problem("请至少填写一栏", field="values"))
    return problems


def shown(columns: Sequence[str], values: Mapping[str, str], *, in_clear: bool) -> list[str]:
    """The row's cells in the order of the columns; names and numbers masked unless `in_clear`."""
    said = [(name, values.get(name, "")) for name in columns]
    if in_clear:
        return [text for _, text in said]
    return [_masked(name, text) for name, text in said]


def on_form(columns: Sequence[str], values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The row as a form prints it: each column with its text.

    Who is named there signs by hand, so that no name lies in a stored paper: several are told by
    their number, and the text is "". What a column adds in brackets is for who enters it.
    """
    return [_on_form(name, values.get(name, "").strip()) for name in columns]


def _on_form(column: str, text: str) -> tuple[str, str]:
    label = column.partition("（")[0]
    if not of_persons(column):
        return label, veil_numbers(text)
    several = count_names(text)
    return (f"{label}（{several} 人）" if several > 1 else label), ""


def hidden(values: Mapping[str, str]) -> dict[str, str]:
    """What `shown` masks of a row, by column: it may be revealed, and is never shown unasked."""
    return {name: text for name, text in values.items() if _masked(name, text) != text}


def _masked(column: str, text: str) -> str:
    return mask_name(text) if of_persons(column) else veil_numbers(text)
