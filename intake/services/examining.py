"""A file examined against the register and the plan, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.errors import Problem, Refused, Undecidable
from common.names import normalise
from districts.models import Area
from intake.rules import claims as claim_rules
from intake.rules import streets as street_rules
from intake.rules.claims import CheckedClaim, Claim
from intake.rules.effects import CellEffect, Effect, compare_row
from intake.rules.findings import Finding
from intake.rules.plausibility import look_again
from intake.rules.reading import ParsedRow, Reading
from intake.rules.rows import read_rows
from intake.rules.table import Table
from intake.selectors.plan_state import LineState, PlanState, plan_state, streets_by_name
from intake.services.formats import WorkbookTables, read_workbook
from policies.selectors.governing import ruleset_for
from renovation.rules.plan_rows import FIGURES
from renovation.sheets import COMMUNITY_PLAN

EARLIEST, LATEST = 2000, 2100
DISTRICT_DIGITS = 6
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Request:
    """What the person said about the file; `sheet` is empty for the first that fits."""

    area_code: str
    year: int
    claim_text: str = ""
    create_areas: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ExaminedRow:
    """A row, its street's code ("" while unknown), what it would do, and the line it meets."""

    parsed: ParsedRow
    street_code: str
    effect: Effect
    cells: tuple[CellEffect, ...]
    line: LineState | None


@dataclass(frozen=True, slots=True)
class Examination:
    """All that is known about a file before anybody decides; `basis` digests the plan's state."""

    table: Table
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
    claims, tables = _readable(content, name, request)
    table, reading, ignored = _choose(tables, request.sheet)
    known = {key: area.code for key, area in streets_by_name(request.area_code).items()}
    codes, street_findings = street_rules.resolve(reading, known, create=request.create_areas)
    state = plan_state(request.area_code, request.year)
    rows = tuple(_compare(row, codes, state) for row in reading.rows)
    checked = claim_rules.check_claims(claims, _sums(reading)) if reading.header else ()
    findings = (
        *(Finding("inform", "format", note, reading.sheet) for note in tables.notes),
        *reading.findings,
        *street_findings,
        *claim_rules.untied(checked, reading.sheet, _unread(reading)),
        *look_again(reading),
        *_absent(reading, rows, state),
        *_no_scheme(request.area_code, on),
    )
    return Examination(
        table,
        reading,
        rows,
        findings,
        checked,
        street_rules.sums(reading.rows),
        street_rules.by_street(reading, codes),
        ignored,
        state.digest,
        state.unopened,
    )


def _readable(
    content: bytes, name: str, request: Request
) -> tuple[tuple[Claim, ...], WorkbookTables]:
    """The claims and the workbook, or every reason why not."""
    problems = _place_problems(request)
    claims: tuple[Claim, ...] = ()
    tables: WorkbookTables | None = None
    try:
        claims = claim_rules.parse_claims(request.claim_text, COMMUNITY_PLAN)
    except Refused as refusal:
        problems += refusal.problems
    try:
        tables = read_workbook(content, name)
    except Refused as refusal:
        problems += refusal.problems
    if problems or tables is None:
        raise Refused(problems)
    return claims, tables


def _place_problems(request: Request) -> list[Problem]:
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
    elif len(request.area_code) != DISTRICT_DIGITS or (area and area.level != "district"):
        problems.append(
            Problem(
                "年度计划按县（市、区）导入",
                field="area_code",
                value=request.area_code,
                expected="六位县（市、区）代码",
            )
        )
    return problems


def _choose(
    tables: WorkbookTables, wanted: str
) -> tuple[Table, Reading, tuple[tuple[str, str], ...]]:
    """The sheet to use: the one asked for, else the first with a head; why the others were not."""
    names = [table.sheet for table in tables.tables]
    if wanted and wanted not in names:
        raise Refused(
            Problem("没有这张工作表", field="sheet", value=wanted, expected="、".join(names))
        )
    chosen: tuple[Table, Reading] | None = None
    ignored = list(tables.ignored)
    for table in tables.tables:
        if wanted and table.sheet != wanted:
            ignored.append((table.sheet, "没有选用"))
            continue
        reading = read_rows(table, COMMUNITY_PLAN)
        if chosen is None and (reading.header or len(tables.tables) == 1 or wanted):
            chosen = table, reading
        else:
            ignored.append(
                (table.sheet, "也像计划表，没有读入" if reading.header else "不是计划表")
            )
    if chosen is None:
        first = tables.tables[0]
        return first, read_rows(first, COMMUNITY_PLAN), tuple(ignored[1:])
    return (*chosen, tuple(ignored))


def _compare(row: ParsedRow, codes: dict[str, str], state: PlanState) -> ExaminedRow:
    code = codes.get(row.text("street"), "")
    line = state.lines.get((code, normalise(row.text("name"))))
    file = {key: row.amount(key) for key in FIGURES if key in row.values}
    effect = compare_row(file, line.now if line else None, line.last if line else None)
    return ExaminedRow(row, code, effect.effect, effect.cells, line)


def _unread(reading: Reading) -> dict[str, int]:
    """How many cells of each figure could not be read, and so are in no sum."""
    return {key: sum(1 for row in reading.rows if key not in row.values) for key in FIGURES}


def _sums(reading: Reading) -> dict[str, Decimal]:
    return {key: reading.sum(key) for key in FIGURES} | {
        claim_rules.ROWS: Decimal(len(reading.rows))
    }


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
