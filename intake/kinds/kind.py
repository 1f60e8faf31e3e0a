"""What a kind of table is beyond its columns: its places, its state, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accounts.models import User
from districts.models import Area
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading
from intake.rules.streets import PlaceWords
from intake.selectors.plan_state import PlanState
from records.rules.sheets import SheetSpec
from records.rules.undoing import UndoReport
from renovation.rules.plan_rows import AdoptReport, PlanRow, Source


class Adopt(Protocol):
    """A service that writes the rows of a table in one transaction."""

    def __call__(
        self,
        *,
        by: User,
        on: date,
        area_code: str,
        year: int,
        title: str,
        document_no: str,
        rows: Sequence[PlanRow],
        source: Source,
    ) -> AdoptReport: ...


class Undo(Protocol):
    """A service that takes back what one import wrote, in one transaction.

    It reads what was written from `records.selectors.written`, compares with what stands by
    `records.rules.undoing.weigh`, and writes; with `rehearse` it only reports what it would do.
    """

    def __call__(
        self,
        *,
        by: User,
        on: date,
        area_code: str,
        year: int,
        upload_id: int,
        reason: str,
        rehearse: bool = False,
    ) -> UndoReport: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: the sheet as its owning room describes it, and the room's own services.

    `place` is the column that names the place of a row, `places` the places that may stand there,
    `identity` what makes a row meet a line of the plan, given the code of its place. `totals` names
    each sum for the outside (docs/contracts.md). `opens_projects` tells that rows become projects.
    """

    spec: SheetSpec
    hint: str
    levels: tuple[str, ...]
    levels_said: str
    place: str
    words: PlaceWords
    totals: Mapping[str, str]
    places: Callable[[str], dict[str, Area]]
    new_places: Callable[[User, str, Sequence[str]], dict[str, str]]
    identity: Callable[[ParsedRow, str], tuple[str, str]]
    state: Callable[[str, int], PlanState]
    look_again: Callable[[Reading], tuple[Finding, ...]]
    adopt: Adopt
    undo: Undo
    opens_projects: bool = False

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def figures(self) -> tuple[str, ...]:
        """The columns that hold figures, in the order of the sheet."""
        return tuple(column.key for column in self.spec.columns if column.numeric)
