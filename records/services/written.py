"""Writing down what an import writes: in the import's own transaction, set-wise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model

from records.copying import insert_values
from records.models import WrittenRow
from records.rules.undoing import Says

_NOWHERE: tuple[str, int | None] = ("", None)


_COLUMNS = (
    "upload_id",
    "table",
    "object_id",
    "name",
    "sheet",
    "row",
    "before",
    "after",
    "origin",
)


class _Entry(NamedTuple):
    thing: Model
    name: str
    before: Says | None
    after: Says
    origin: Mapping[str, Any]
    sheet: str
    row: int | None


@dataclass(slots=True)
class Trail:
    """What one import writes to the database, gathered row by row and kept once.

    `place` is where a row of the file stands: its sheet and number, None for what several rows say.
    Rows may be entered here before they have a key; `keep` is called when all are saved, by the
    service that has asked for the right. Values are those of `records.rules.undoing.Says`.
    """

    upload_id: int
    entries: list[_Entry] = field(default_factory=list)

    def entered(
        self, thing: Model, name: str, after: Says, place: tuple[str, int] | None = None
    ) -> None:
        """The import entered this row."""
        self.entries.append(_Entry(thing, name, None, after, {}, *(place or _NOWHERE)))

    def changed(
        self,
        thing: Model,
        name: str,
        before: Says,
        after: Says,
        place: tuple[str, int] | None = None,
        origin: Mapping[str, Any] | None = None,
    ) -> None:
        """The import changed this row, or only what the row says of its last import (`origin`)."""
        self.entries.append(_Entry(thing, name, before, after, origin or {}, *(place or _NOWHERE)))

    def keep(self) -> None:
        """Write everything down."""
        insert_values(
            WrittenRow,
            _COLUMNS,
            (
                (
                    self.upload_id,
                    entry.thing._meta.label_lower,
                    entry.thing.pk,
                    entry.name[:100],
                    entry.sheet,
                    entry.row,
                    entry.before,
                    entry.after,
                    entry.origin,
                )
                for entry in self.entries
            ),
        )
        self.entries.clear()
