"""What reading a file gives, and how a value of a workbook becomes the exact text of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from intake.rules.table import BLANK, Cell, Table
from intake.services.formats.limits import WIDEST, refused, too_wide


@dataclass(frozen=True, slots=True)
class WorkbookTables:
    """The visible sheets in the order of the file, the names of those not read with why, and notes.

    `notes` say what was understood on the way in, such as the encoding of a text file. `base` is
    the hidden sheet on which an export of ours keeps what it said when it was made.
    """

    tables: tuple[Table, ...]
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    base: Table | None = None


def collected(
    tables: Sequence[Table],
    ignored: Sequence[tuple[str, str]],
    notes: Sequence[str] = (),
    base: Table | None = None,
) -> WorkbookTables:
    """The sheets that hold something; Refused when none does or one is too wide."""
    kept: list[Table] = []
    dropped = list(ignored)
    for table in tables:
        if table.width > WIDEST:
            raise too_wide(table.sheet, table.width)
        if table.rows:
            kept.append(table)
        else:
            dropped.append((table.sheet, "空的工作表"))
    if not kept:
        raise refused("文件里没有一张有内容的工作表", "请重新选择文件")
    return WorkbookTables(tuple(kept), tuple(dropped), tuple(notes), base)


def cell_of(value: object) -> Cell:
    """A Python value as a cell: numbers as the decimal digits that Excel shows, days as ISO."""
    if value is None or isinstance(value, str):
        return Cell(value, "text") if value and not value.isspace() else BLANK
    if isinstance(value, bool):
        return Cell("是" if value else "否", "text")
    if isinstance(value, int | float):
        return Cell(digits(value) if isinstance(value, float) else str(value), "number")
    if isinstance(value, date | time):
        return Cell(_day(value), "date")
    return cell_of(str(value))


def digits(value: float) -> str:
    """Fifteen significant digits, as Excel shows them, without exponent or trailing zeros."""
    if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  what fifteen digits hold
        return str(int(value))
    text = format(value, ".15g")
    if "e" not in text:
        return text
    plain = format(value, ".15f").rstrip("0").rstrip(".")
    return plain or "0"


def _day(value: date | time) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat()
