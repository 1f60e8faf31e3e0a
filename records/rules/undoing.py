"""Taking an import back: what it wrote, held against what stands now. Pure.

A figure goes back only while it still is what the import wrote; whatever was changed since stays,
and what cannot be taken back is said with its reason. Nothing is ever lost to an undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Says = Mapping[str, str | None]
"""What a row of the database says, by key: exact numbers as text, never clear personal data."""


@dataclass(frozen=True, slots=True)
class Written:
    """One row of the database as an import wrote it.

    `table` is the model's label in lower case, `sheet` and `row` where the file says so. `before`
    is None where the import entered the row; both hold the same keys otherwise. `origin` is what
    the row said of its own provenance before (its last import): restored, never reported.
    """

    table: str
    object_id: int
    name: str
    before: Says | None
    after: Says
    sheet: str = ""
    row: int | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UndoItem:
    """One line of the three lists: a cell, or a whole row where `key` is empty."""

    table: str
    object_id: int
    name: str
    sheet: str
    row: int | None
    key: str = ""
    was: str | None = None
    wrote: str | None = None
    now: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What taking an import back comes to: done, left because changed since, failed and why."""

    reversed: tuple[UndoItem, ...] = ()
    kept: tuple[UndoItem, ...] = ()
    failed: tuple[UndoItem, ...] = ()

    def lists(self) -> dict[str, tuple[UndoItem, ...]]:
        """The three lists by their names, those that need eyes first."""
        return {"failed": self.failed, "kept": self.kept, "reversed": self.reversed}

    def counts(self) -> dict[str, int]:
        """How long each list is."""
        return {name: len(items) for name, items in self.lists().items()}


def together(reports: Iterable[UndoReport]) -> UndoReport:
    """Several reports as one, each list in their order."""
    every = tuple(reports)
    return UndoReport(
        tuple(item for report in every for item in report.reversed),
        tuple(item for report in every for item in report.kept),
        tuple(item for report in every for item in report.failed),
    )


@dataclass(frozen=True, slots=True)
class Undoing:
    """What to do to the rows of one table: rows to take out, values to put back by row."""

    removals: tuple[Written, ...] = ()
    restores: Mapping[int, Says] = field(default_factory=dict)
    origins: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    report: UndoReport = UndoReport()


GONE = "导入后已被删除"
CHANGED = "导入后又有改动"
WHOLE = "导入后又有改动，整行保留"
BACK = "已被改回导入前的值"


def weigh(
    written: Sequence[Written],
    standing: Mapping[int, Says],
    busy: Mapping[int, str] | None = None,
    stays: Mapping[int, str] | None = None,
) -> Undoing:
    """Judge every row of one table that an import wrote.

    `standing` is what the rows say now, by key of the row; one that is missing has been deleted
    since. Of rows that the import entered, `busy` names those that cannot be taken out (failed)
    and `stays` those that belong to something that stays (kept), each with the reason.
    """
    held, along = busy or {}, stays or {}
    removals: list[Written] = []
    restores: dict[int, Says] = {}
    origins: dict[int, Mapping[str, Any]] = {}
    found: list[UndoReport] = []
    for one in written:
        now = standing.get(one.object_id)
        if now is None:
            found.append(UndoReport(kept=(_item(one, why=GONE),)))
        elif one.before is None:
            key = one.object_id
            found.append(_entered(one, now, held.get(key, ""), along.get(key, "")))
            removals += [one] if found[-1].reversed else []
        else:
            found.append(_changed(one, one.before, now))
            restores[one.object_id] = {item.key: item.was for item in found[-1].reversed}
            origins[one.object_id] = one.origin
    return Undoing(tuple(removals), restores, origins, together(found))


def none_goes(written: Sequence[Written], why: str) -> Undoing:
    """Nothing of it can be taken back any more, for one reason."""
    return Undoing(report=UndoReport(failed=tuple(_item(one, why=why) for one in written)))


def _entered(one: Written, now: Says, held: str, along: str) -> UndoReport:
    """A row that the import entered: out as a whole, or left as a whole."""
    if held:
        return UndoReport(failed=(_item(one, why=held),))
    if along:
        return UndoReport(kept=(_item(one, why=along),))
    moved = [key for key, value in one.after.items() if now.get(key) != value]
    if moved:
        return UndoReport(
            kept=tuple(
                _item(one, key, None, one.after[key], now.get(key), why=WHOLE) for key in moved
            )
        )
    return UndoReport(reversed=(_item(one),))


def _changed(one: Written, before: Says, now: Says) -> UndoReport:
    """A row that was there: each cell for itself."""
    back: list[UndoItem] = []
    kept: list[UndoItem] = []
    for key, wrote in one.after.items():
        was, stands = before.get(key), now.get(key)
        if was == wrote:
            continue
        if stands == wrote:
            back.append(_item(one, key, was, wrote, was))
        else:
            why = BACK if stands == was else CHANGED
            kept.append(_item(one, key, was, wrote, stands, why=why))
    return UndoReport(reversed=tuple(back), kept=tuple(kept))


def _item(
    one: Written,
    key: str = "",
    was: str | None = None,
    wrote: str | None = None,
    now: str | None = None,
    *,
    why: str = "",
) -> UndoItem:
    return UndoItem(
        one.table, one.object_id, one.name, one.sheet, one.row, key, was, wrote, now, why
    )
