"""What a kind of table is beyond its columns: what it is about, its state, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from intake.kinds.about import About, Adopted, Handover, TakingBack
from intake.kinds.subjects import Subject
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading
from intake.rules.state import Key, SheetState, Value
from intake.rules.streets import PlaceWords
from records.rules.sheets import SheetSpec
from records.rules.undoing import UndoReport


@dataclass(frozen=True, slots=True)
class Places:
    """The column that names the place of a row, and the codes that may be meant there.

    `known` gives codes by folded name; `blank` the code of a row that names none; `enter` makes the
    places that the register lacks for an import, where the person allows it.
    """

    column: str
    words: PlaceWords
    known: Callable[[About], Mapping[str, str]]
    enter: Callable[[User, About, Sequence[str], int], Mapping[str, str]] | None = None
    blank: Callable[[About], str] = lambda _about: ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the written rows are to be seen: a button and the page, by a key of the result.

    A page of many things, like a register, has no key ("").
    """

    label: str
    url_name: str
    key: str


@dataclass(frozen=True, slots=True)
class Checking:
    """What the checks of a kind look at: `reading` is all that the `readings` say together."""

    about: About
    on: date
    reading: Reading
    readings: Sequence[Reading]
    codes: Mapping[str, str]
    state: SheetState


def nothing(_checking: Checking) -> tuple[Finding, ...]:
    """No checks beyond the sheet's own."""
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: the sheet as its owning room describes it, and the room's own services.

    `subject` is what it is about, `permission` who may bring it in, `state` what the room says now,
    `identity` what makes a row meet a line of that state, given the code of its place; `adopt` is
    the room's service, `undo` takes back what one import wrote, and `seen` is where the work is
    looked at. `totals` names each sum for the
    outside (docs/contracts.md). The rest has defaults:

    `fitted` suits the sheet to its subject; `gather` joins rows that say one thing together;
    `checks` are those across rows, against the register and the policy. `compared` are the columns
    compared with present values (figures, unless told), `blind` the digests by which personal ones
    are; `called` names a row (its leading column, unless told). `hold` keeps others out until the
    end; `partly` lets good rows go ahead. `absent` tells of lines that the file does not have,
    `counts` what else the result counts, `words` what values of fitted columns mean.
    """

    spec: SheetSpec
    hint: str
    subject: Subject
    permission: Permission
    state: Callable[[About], SheetState]
    identity: Callable[[ParsedRow, str], Key]
    adopt: Callable[[Handover], Adopted]
    undo: Callable[[TakingBack], UndoReport]
    seen: Seen
    totals: Mapping[str, str]
    places: Places | None = None
    fitted: Callable[[About, SheetSpec], SheetSpec] | None = None
    gather: Callable[[Reading], Reading] | None = None
    checks: Callable[[Checking], tuple[Finding, ...]] = nothing
    compared: tuple[str, ...] | None = None
    blind: Callable[[ParsedRow], Mapping[str, Value]] | None = None
    called: Callable[[ParsedRow], str] | None = None
    hold: Callable[[About], None] | None = None
    partly: bool = False
    absent: str = ""
    counts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def place(self) -> str:
        """The column that names the place of a row, "" where rows have none."""
        return self.places.column if self.places else ""

    @property
    def place_word(self) -> str:
        """How such places are called."""
        return self.places.words.called if self.places else ""

    @property
    def figures(self) -> tuple[str, ...]:
        """The columns that hold figures, in the order of the sheet."""
        return tuple(column.key for column in self.spec.columns if column.numeric)

    def name_of(self, row: ParsedRow) -> str:
        """How a row is called."""
        return self.called(row) if self.called else row.text(self.spec.leads)

    def sheet_of(self, about: About) -> SheetSpec:
        """The sheet as it is for this subject."""
        return self.fitted(about, self.spec) if self.fitted else self.spec

    def file_values(self, row: ParsedRow) -> dict[str, Value]:
        """What the file says of the compared columns; an empty cell of words says nothing."""
        keys = self.figures if self.compared is None else self.compared
        said = {key: row.values[key] for key in keys if row.values.get(key, "") != ""}
        return said | dict(self.blind(row)) if self.blind else said
