"""What a table on paper or in a workbook looks like: plain values, declared by the owning room.

A room describes its table in its own `sheets.py`; intake reads workbooks by it, reports write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

BASE_SHEET = "导出时的底稿"
"""The hidden sheet of an export: the same heads and rows, as they were when it was made."""

Kind = Literal["index", "name", "place", "count", "decimal", "text", "choice", "date", "year"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as people write it; one of it is `factor` base units of the column."""

    name: str
    factor: Decimal = Decimal(1)
    synonyms: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its head may be worded, what its cells hold, whether it is summed.

    `units` starts with the base unit, in which values are kept; `places` are the decimals kept.
    `most` is the figure, in base units, from which on nothing can be meant. `choices` gives the
    spellings of each value of a choice; `personal` columns are shown masked and kept encrypted; in
    cells of `several` a line break parts one value from the next.
    `hint` tells in the template what to write, `example` how it may look.
    """

    key: str
    label: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    required: bool = True
    units: tuple[Unit, ...] = ()
    places: int = 0
    summed: bool = False
    fill_down: bool = False
    most: Decimal = Decimal(10) ** 9
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    personal: bool = False
    several: bool = False
    hint: str = ""
    example: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind in {"count", "decimal"}

    @property
    def base_unit(self) -> str:
        return self.units[0].name if self.units else ""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A kind of table: its columns in the order of the template; `rows_are` names one row.

    `leads` is the column without which a row says nothing, `identity` the columns that no two rows
    may share (`twice` says so), `group` the column whose values subtotals are about.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows_are: str
    rows_unit: Unit
    leads: str = "name"
    identity: tuple[str, ...] = ()
    group: str = ""
    twice: str = ""

    def column(self, key: str) -> Column:
        """The column of that key; KeyError for another."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def personal(self) -> frozenset[str]:
        """Keys of the columns that hold personal data."""
        return frozenset(column.key for column in self.columns if column.personal)

    @property
    def summed(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.summed)
