"""What people said about a sheet: where its head stands, and what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.rules.cells import fold

IGNORED = ""
"""In place of a column's key: the column is left out on purpose."""
ALL_SHEETS = "*"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet: the first and last row of its head (None: to be found), and columns by number.

    A column holds the key that it means, or `IGNORED`; those not named are told by their words.
    """

    head: tuple[int, int] | None = None
    columns: Mapping[int, str] = field(default_factory=dict)


AS_FOUND = SheetLayout()


@dataclass(frozen=True, slots=True)
class Layout:
    """Which sheets are read, in the order of the file, and how each is laid out.

    No sheets means the first that fits, `ALL_SHEETS` every one that does.
    """

    sheets: tuple[str, ...] = ()
    by_sheet: Mapping[str, SheetLayout] = field(default_factory=dict)

    def of(self, sheet: str) -> SheetLayout:
        """What was said about one sheet, else about all of them; nothing by default."""
        return self.by_sheet.get(sheet) or self.by_sheet.get(ALL_SHEETS, AS_FOUND)

    def as_json(self) -> dict[str, Any]:
        """{sheets, by_sheet: {sheet: {head, columns}}}, keys as text."""
        return {
            "sheets": list(self.sheets),
            "by_sheet": {
                sheet: {
                    "head": list(one.head) if one.head else None,
                    "columns": {str(number): key for number, key in one.columns.items()},
                }
                for sheet, one in self.by_sheet.items()
            },
        }


def layout_from(stored: Mapping[str, Any]) -> Layout:
    """The same from what was stored; {} is a layout that says nothing."""
    return Layout(
        tuple(stored.get("sheets", ())),
        {
            sheet: SheetLayout(
                (one["head"][0], one["head"][1]) if one["head"] else None,
                {int(number): key for number, key in one["columns"].items()},
            )
            for sheet, one in stored.get("by_sheet", {}).items()
        },
    )


def heading(label: str) -> str:
    """The words of a head as they are remembered: folded, in one line."""
    return fold(label.replace("\n", ""))
