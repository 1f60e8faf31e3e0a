"""A file examined against the register and the plan, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.errors import Problem, Refused
from intake.kinds import KINDS, Kind
from intake.kinds.about import About
from intake.kinds.kind import Checking
from intake.rules import claims as claim_rules
from intake.rules import place_sums
from intake.rules import streets as street_rules
from intake.rules.claims import CheckedClaim, Claim
from intake.rules.effects import CellEffect, Effect, compare_row
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading
from intake.rules.state import LineState, SheetState
from intake.selectors.headings import remembered
from intake.services.as_exported import exported
from intake.services.choosing import Chosen, Request, choose
from intake.services.formats import WorkbookTables, read_workbook

__all__ = ["Examination", "ExaminedRow", "Request", "examine", "kind_of"]

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class ExaminedRow:
    """A row, its place's code ("" while unknown), what it would do, and the line it meets."""

    parsed: ParsedRow
    street_code: str
    effect: Effect
    cells: tuple[CellEffect, ...]
    line: LineState | None


@dataclass(frozen=True, slots=True)
class Examination:
    """All that is known about a file before anybody decides; `basis` digests the plan's state.

    `reading` is all that `chosen` sheets say together.
    """

    about: About
    chosen: Chosen
    reading: Reading
    rows: tuple[ExaminedRow, ...]
    findings: tuple[Finding, ...]
    claims: tuple[CheckedClaim, ...]
    totals: dict[str, str]
    streets: list[dict[str, str]]
    ignored: tuple[tuple[str, str], ...]
    basis: str
    unopened: int = 0

    @property
    def refused(self) -> bool:
        """Whether anything stands against writing the rows, choices apart."""
        return any(finding.severity == "refuse" for finding in self.findings)


def examine(*, content: bytes, name: str, request: Request, on: date) -> Examination:
    """Read, check and compare; a constant number of queries.

    Raises Refused when there is nothing to show: no workbook, no such district, a claim that cannot
    be understood (all of them at once). Every other fault is a finding of the result.
    """
    kind = kind_of(request)
    about, claims, tables = _readable(content, name, request, kind)
    memory = remembered(about.area_code, kind.key)
    chosen = choose(tables, request, kind, memory, kind.sheet_of(about))
    reading = chosen.whole
    codes, place_findings = _places(chosen, kind, about)
    state = kind.state(about)
    if said := exported(tables.base, kind, chosen.spec, about):
        state, reading = said.based(state), said.calmed(reading)
    rows = tuple(_compare(row, codes, state, kind) for row in reading.rows)
    checked = claim_rules.check_claims(claims, _sums(reading, kind)) if reading.header else ()
    findings = (
        *(Finding("inform", "format", note, reading.sheet) for note in tables.notes),
        *((said.told(),) if said else ()),
        *reading.findings,
        *place_findings,
        *claim_rules.untied(checked, reading.sheet, _unread(reading, kind)),
        *kind.checks(Checking(about, on, reading, chosen.readings, codes, state)),
        *_absent(reading, rows, state, kind),
    )
    return Examination(
        about,
        chosen,
        reading,
        rows,
        findings,
        checked,
        place_sums.sums(reading.rows, kind.totals),
        place_sums.by_place(reading, codes, kind.place, kind.totals) if kind.place else [],
        chosen.ignored,
        state.digest,
        state.unopened,
    )


def kind_of(request: Request) -> Kind:
    """The kind of table that was asked for; Refused for one that nobody has declared."""
    kind = KINDS.get(request.kind)
    if kind is None:
        raise Refused(
            Problem("没有这种表", field="kind", value=request.kind, expected="、".join(KINDS))
        )
    return kind


def _readable(
    content: bytes, name: str, request: Request, kind: Kind
) -> tuple[About, tuple[Claim, ...], WorkbookTables]:
    """What it is about, the claims and the workbook, or every reason why not."""
    problems: list[Problem] = []
    about: About | None = None
    claims: tuple[Claim, ...] = ()
    tables: WorkbookTables | None = None
    try:
        about = kind.subject.find(request)
    except Refused as refusal:
        problems += refusal.problems
    try:
        claims = claim_rules.parse_claims(request.claim_text, kind.spec)
    except Refused as refusal:
        problems += refusal.problems
    try:
        tables = read_workbook(content, name)
    except Refused as refusal:
        problems += refusal.problems
    if problems or tables is None or about is None:
        raise Refused(problems)
    return about, claims, tables


def _places(chosen: Chosen, kind: Kind, about: About) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Codes by place as written over all sheets, and what is to be said of unknown ones in each."""
    if kind.places is None:
        return {}, ()
    known = kind.places.known(about)
    codes = {"": kind.places.blank(about)}
    findings: list[Finding] = []
    create = about.create_areas if kind.places.enter else None
    for reading in chosen.readings:
        found, told = street_rules.resolve(
            reading, known, create=create, column=kind.place, words=kind.places.words
        )
        codes |= found
        findings += told
    return codes, tuple(findings)


def _compare(row: ParsedRow, codes: dict[str, str], state: SheetState, kind: Kind) -> ExaminedRow:
    code = codes.get(row.text(kind.place), "") if kind.place else ""
    line = state.lines.get(kind.identity(row, code)) if code or not kind.place else None
    effect = compare_row(
        kind.file_values(row), line.now if line else None, line.last if line else None
    )
    return ExaminedRow(row, code, effect.effect, effect.cells, line)


def _unread(reading: Reading, kind: Kind) -> dict[str, int]:
    """How many cells of each figure could not be read, and so are in no sum."""
    return {key: sum(1 for row in reading.rows if key not in row.values) for key in kind.figures}


def _sums(reading: Reading, kind: Kind) -> dict[str, Decimal]:
    return {key: reading.sum(key) for key in kind.figures} | {
        claim_rules.ROWS: Decimal(len(reading.rows))
    }


def _absent(
    reading: Reading, rows: tuple[ExaminedRow, ...], state: SheetState, kind: Kind
) -> tuple[Finding, ...]:
    """Lines of the plan that the file does not name; nothing is taken out of a plan by omission."""
    met = {id(row.line) for row in rows if row.line}
    missing = [state.lines[key] for key in state.names if id(state.lines[key]) not in met]
    if not missing or not kind.absent:
        return ()
    names = "、".join(f"{line.street}{line.name}" for line in missing[:MOST_NAMED])
    more = f"等 {len(missing)} 个" if len(missing) > MOST_NAMED else ""
    return (Finding("warn", "absent", kind.absent.format(names=f"{names}{more}"), reading.sheet),)
