"""Writing down what an import writes: in the import's own transaction, set-wise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from records.models import WrittenRow
from records.rules.undoing import Says

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class _Entry:
    thing: Model
    name: str
    before: Says | None
    after: Says
    row: int | None
    origin: Mapping[str, Any]


@dataclass(slots=True)
class Trail:
    """What one import writes to the database, gathered row by row and kept once.

    Rows may be entered here before they have a key; `keep` is called when all are saved, by the
    service that has asked for the right. Values are those of `records.rules.undoing.Says`.
    """

    upload_id: int
    sheet: str
    entries: list[_Entry] = field(default_factory=list)

    def entered(self, thing: Model, name: str, after: Says, row: int | None = None) -> None:
        """The import entered this row."""
        self.entries.append(_Entry(thing, name, None, after, row, {}))

    def changed(
        self,
        thing: Model,
        name: str,
        before: Says,
        after: Says,
        row: int | None = None,
        origin: Mapping[str, Any] | None = None,
    ) -> None:
        """The import changed this row, or only what the row says of its last import (`origin`)."""
        self.entries.append(_Entry(thing, name, before, after, row, origin or {}))

    def keep(self) -> None:
        """Write everything down."""
        WrittenRow.objects.bulk_create(
            [
                WrittenRow(
                    upload_id=self.upload_id,
                    table=entry.thing._meta.label_lower,
                    object_id=entry.thing.pk,
                    name=entry.name[:100],
                    sheet=self.sheet if entry.row else "",
                    row=entry.row,
                    before=entry.before,
                    after=entry.after,
                    origin=entry.origin,
                )
                for entry in self.entries
            ],
            batch_size=_BATCH,
        )
        self.entries.clear()
