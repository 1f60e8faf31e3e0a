"""What people say about a file, before and after somebody has looked into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.rules.layout import Layout

NOTHING_SAID = Layout()
Mends = Mapping[str, Mapping[tuple[int, int], str]]
"""Typed texts by sheet and (row, column)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What people said about the file.

    A kind asks for a place and a year, or for a `subject`: the code of the community or project, or
    the number of the round, that the table is about. `sheet` is a name, empty for the first that
    fits, `*` for all that do; once sheets were chosen in `layout`, that counts. `mends` are the
    cells set right since.
    """

    area_code: str = ""
    year: int | None = None
    claim_text: str = ""
    create_areas: bool = False
    sheet: str = ""
    kind: str = "community_plan"
    layout: Layout = NOTHING_SAID
    mends: Mends = field(default_factory=dict)
    subject: str = ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names that were asked for; () for the first that fits."""
        return self.layout.sheets or ((self.sheet,) if self.sheet else ())
