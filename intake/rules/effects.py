"""What writing a row would do: a three-way comparison of last import, present state and file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.rules.state import Value


class Effect(StrEnum):
    """Per cell and per row; a row takes the strongest of its cells."""

    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    NEW = "new"


LABELS: dict[Effect, str] = {
    Effect.SAME: "相同",
    Effect.CHANGED: "变更",
    Effect.CONFLICT: "冲突",
    Effect.NEW: "新增",
}


@dataclass(frozen=True, slots=True)
class CellEffect:
    """One value in its three states; `last` is None when no import gave it before."""

    key: str
    effect: Effect
    last: Value | None
    now: Value
    file: Value

    @property
    def kept(self) -> bool:
        """A person's correction that the file does not touch: it stays, and is shown to stay."""
        return self.effect is Effect.SAME and self.now != self.file


@dataclass(frozen=True, slots=True)
class RowEffect:
    """What the row does; cells are given only where something exists to compare with."""

    effect: Effect
    cells: tuple[CellEffect, ...] = ()

    def conflicts(self) -> tuple[CellEffect, ...]:
        return tuple(cell for cell in self.cells if cell.effect is Effect.CONFLICT)


def compare_cell(key: str, last: Value | None, now: Value, file: Value) -> CellEffect:
    """The file's figure against the present one, knowing what the last import wrote.

    Equal figures are the same whatever came before. A file that repeats the last import leaves a
    later correction alone; a correction and a new figure in the file are a conflict, also when it
    is not known what was imported.
    """
    if file in (now, last):
        return CellEffect(key, Effect.SAME, last, now, file)
    effect = Effect.CHANGED if last == now else Effect.CONFLICT
    return CellEffect(key, effect, last, now, file)


def compare_row(
    file: Mapping[str, Value],
    now: Mapping[str, Value] | None,
    last: Mapping[str, Value] | None,
) -> RowEffect:
    """Every figure of a row; `now` is None when the plan has no such line."""
    if now is None:
        return RowEffect(Effect.NEW)
    cells = tuple(
        compare_cell(key, (last or {}).get(key), now[key], value) for key, value in file.items()
    )
    kinds = {cell.effect for cell in cells}
    for strongest in (Effect.CONFLICT, Effect.CHANGED):
        if strongest in kinds:
            return RowEffect(strongest, cells)
    return RowEffect(Effect.SAME, cells)


def settled(cell: CellEffect, choice: str) -> Value:
    """The figure to write: `file` or `keep` where a person chose, else what the effect says."""
    if cell.effect is Effect.CONFLICT:
        if choice not in {"file", "keep"}:
            raise ValueError("undecided")
        return cell.file if choice == "file" else cell.now
    return cell.file if cell.effect is Effect.CHANGED else cell.now
