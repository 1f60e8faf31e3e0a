"""A sheet as plain values: what stood in each cell, which cells are merged, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

CellKind = Literal["blank", "text", "number", "date", "formula", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is exact: a number as decimal digits, a date as ISO; `formula` has no stored value."""

    text: str = ""
    kind: CellKind = "blank"

    @property
    def blank(self) -> bool:
        return self.kind == "blank"


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block, all four edges inclusive and counted from 1; its value is at the top left."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row by column number (from 1)."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet; rows without any filled cell are left out, so the used range means nothing."""

    sheet: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    _merged: dict[tuple[int, int], Merge] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for merge in self.merges:
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    self._merged[(row, column)] = merge

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged block that covers the cell."""
        return self._merged.get((row, column))

    @property
    def width(self) -> int:
        """The last column that holds anything; 0 for an empty sheet."""
        return max((max(row.cells) for row in self.rows if row.cells), default=0)


@cache
def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """(9, 5) → E9."""
    return f"{column_letters(column)}{row}"
