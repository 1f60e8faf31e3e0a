"""A file examined against the register and the plan, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.area_codes import LEVELS
from common.errors import Problem, Refused, Undecidable
from districts.models import Area
from intake.kinds import KINDS, Kind
from intake.rules import claims as claim_rules
from intake.rules import place_sums
from intake.rules import streets as street_rules
from intake.rules.claims import CheckedClaim, Claim
from intake.rules.effects import CellEffect, Effect, compare_row
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow, Reading
from intake.selectors.headings import remembered
from intake.selectors.plan_state import LineState, PlanState
from intake.services.choosing import Chosen, Request, choose
from intake.services.formats import WorkbookTables, read_workbook
from policies.selectors.governing import ruleset_for

__all__ = ["Examination", "ExaminedRow", "Request", "examine", "kind_of"]

EARLIEST, LATEST = 2000, 2100
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
    claims, tables = _readable(content, name, request, kind)
    chosen = choose(tables, request, kind, remembered(request.area_code, kind.key))
    reading = chosen.whole
    codes, place_findings = _places(chosen, request, kind)
    state = kind.state(request.area_code, request.year)
    rows = tuple(_compare(row, codes, state, kind) for row in reading.rows)
    checked = claim_rules.check_claims(claims, _sums(reading, kind)) if reading.header else ()
    findings = (
        *(Finding("inform", "format", note, reading.sheet) for note in tables.notes),
        *reading.findings,
        *place_findings,
        *_one_row_each(reading, codes, kind),
        *claim_rules.untied(checked, reading.sheet, _unread(reading, kind)),
        *(found for one in chosen.readings for found in kind.look_again(one)),
        *_absent(reading, rows, state),
        *(_no_scheme(request.area_code, on) if kind.opens_projects else ()),
    )
    return Examination(
        chosen,
        reading,
        rows,
        findings,
        checked,
        place_sums.sums(reading.rows, kind.totals),
        place_sums.by_place(reading, codes, kind.place, kind.totals),
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
) -> tuple[tuple[Claim, ...], WorkbookTables]:
    """The claims and the workbook, or every reason why not."""
    problems = _place_problems(request, kind)
    claims: tuple[Claim, ...] = ()
    tables: WorkbookTables | None = None
    try:
        claims = claim_rules.parse_claims(request.claim_text, kind.spec)
    except Refused as refusal:
        problems += refusal.problems
    try:
        tables = read_workbook(content, name)
    except Refused as refusal:
        problems += refusal.problems
    if problems or tables is None:
        raise Refused(problems)
    return claims, tables


def _place_problems(request: Request, kind: Kind) -> list[Problem]:
    problems = []
    if not EARLIEST <= request.year <= LATEST:
        problems.append(
            Problem("年度不对", field="year", value=str(request.year), expected="四位年份，如 2024")
        )
    area = Area.objects.filter(code=request.area_code).first()
    if area is None and not request.create_areas:
        problems.append(
            Problem(
                "没有这个区划",
                field="area_code",
                value=request.area_code,
                expected="已登记的县（市、区）代码",
                remedy="请先登记，或允许按本地代码新建",
            )
        )
    elif LEVELS.get(len(request.area_code)) not in kind.levels:
        problems.append(
            Problem(
                f"{kind.spec.title}不按这一级区划导入",
                field="area_code",
                value=request.area_code,
                expected=kind.levels_said,
            )
        )
    return problems


def _places(
    chosen: Chosen, request: Request, kind: Kind
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Codes by place name over all sheets, and what is to be said in each."""
    known = {key: area.code for key, area in kind.places(request.area_code).items()}
    codes: dict[str, str] = {}
    findings: list[Finding] = []
    for reading in chosen.readings:
        found, told = street_rules.resolve(
            reading, known, create=request.create_areas, column=kind.place, words=kind.words
        )
        codes |= found
        findings += told
    return codes, tuple(findings)


def _compare(row: ParsedRow, codes: dict[str, str], state: PlanState, kind: Kind) -> ExaminedRow:
    code = codes.get(row.text(kind.place), "")
    line = state.lines.get(kind.identity(row, code)) if code else None
    file = {key: row.amount(key) for key in kind.figures if key in row.values}
    effect = compare_row(file, line.now if line else None, line.last if line else None)
    return ExaminedRow(row, code, effect.effect, effect.cells, line)


def _unread(reading: Reading, kind: Kind) -> dict[str, int]:
    """How many cells of each figure could not be read, and so are in no sum."""
    return {key: sum(1 for row in reading.rows if key not in row.values) for key in kind.figures}


def _sums(reading: Reading, kind: Kind) -> dict[str, Decimal]:
    return {key: reading.sum(key) for key in kind.figures} | {
        claim_rules.ROWS: Decimal(len(reading.rows))
    }


def _one_row_each(reading: Reading, codes: dict[str, str], kind: Kind) -> tuple[Finding, ...]:
    """Two rows that mean the same place under different names, where a row is a place."""
    if kind.opens_projects:
        return ()
    seen: dict[str, ParsedRow] = {}
    findings = []
    for row in reading.rows:
        code = codes.get(row.text(kind.place), "")
        first = seen.setdefault(code, row) if code else row
        if first is not row and first.text(kind.place) != row.text(kind.place):
            findings.append(
                Finding(
                    "refuse",
                    "duplicate",
                    f"“{first.text(kind.place)}”与“{row.text(kind.place)}”是同一{kind.words.called}",
                    reading.sheet,
                    f"{first.cells[kind.place]} {row.cells[kind.place]}",
                    row.text(kind.place),
                    "每地一行",
                    "请合并成一行或改正名称后重新上传",
                )
            )
    return tuple(findings)


def _absent(
    reading: Reading, rows: tuple[ExaminedRow, ...], state: PlanState
) -> tuple[Finding, ...]:
    """Lines of the plan that the file does not name; nothing is taken out of a plan by omission."""
    met = {id(row.line) for row in rows if row.line}
    missing = [state.lines[key] for key in state.names if id(state.lines[key]) not in met]
    if not missing:
        return ()
    names = "、".join(f"{line.street}{line.name}" for line in missing[:MOST_NAMED])
    more = f"等 {len(missing)} 个" if len(missing) > MOST_NAMED else ""
    return (
        Finding(
            "warn", "absent", f"计划中已有、本文件没有：{names}{more}；导入后仍保留", reading.sheet
        ),
    )


def _no_scheme(area_code: str, on: date) -> tuple[Finding, ...]:
    try:
        _ = ruleset_for(area_code, on).procedure
    except Undecidable:
        return (
            Finding(
                "warn",
                "no_scheme",
                "当地还没有生效的方案，项目列入计划但暂无流程步骤",
                remedy="方案发布后再导入同一文件，即补建步骤",
            ),
        )
    return ()
