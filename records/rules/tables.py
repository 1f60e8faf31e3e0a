"""What a list page shows: plain columns, declared once for page, export and saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Value = str | int | Decimal | None
CellKind = Literal["text", "plain", "count", "area"]
Card = Literal["head", "chip", "line", "cell", "hide"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its head with its unit, how its cells read, what they are ordered by.

    `plain` numbers (years, storeys) have no thousands, `count` and `area` do. `order` are fields of
    the row, none where the column does not sort. `card` is the cell's place on a phone. A `fixed`
    column cannot be left out: it tells which row it is.
    """

    key: str
    label: str
    kind: CellKind = "text"
    unit: str = ""
    order: tuple[str, ...] = ()
    shown: bool = True
    fixed: bool = False
    card: Card = "cell"

    @property
    def numeric(self) -> bool:
        """Whether its cells stand at the right."""
        return self.kind != "text"


def chosen(columns: Sequence[TableColumn], asked: Sequence[str]) -> tuple[TableColumn, ...]:
    """The columns asked for with the fixed ones, in the table's order; the usual ones for none."""
    wanted = set(asked) & {column.key for column in columns}
    if not wanted:
        return tuple(column for column in columns if column.shown or column.fixed)
    return tuple(column for column in columns if column.fixed or column.key in wanted)


def order_of(columns: Sequence[TableColumn], word: str) -> tuple[str, ...]:
    """The order fields of a sort word (`area`, `-area`); none for a word that is no column."""
    key, down = word.lstrip("-"), word.startswith("-")
    fields = next((column.order for column in columns if column.key == key), ())
    return tuple(_turned(field) if down else field for field in fields)


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
