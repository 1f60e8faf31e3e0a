"""The funding table of a place: each row a sum allocated or received, booked by the services."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from accounts.permissions import Permission
from common.clock import SHANGHAI
from common.errors import Problem
from common.names import normalise
from funding.rules.funding_rows import FundingRow
from funding.services.table_undoing import undo_funding
from funding.services.tables import adopt_funding, problems_of
from funding.sheets import FUNDING
from intake.kinds.about import About, Adopted, HandedRow, Handover, TakingBack
from intake.kinds.kind import Checking, Kind, Places, Seen
from intake.kinds.subjects import place
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow
from intake.rules.state import Key
from intake.rules.streets import PlaceWords
from intake.selectors.funding_state import funding_state
from records.rules.undoing import UndoReport
from renovation.models import Project

CELLS = {"day": "day", "source": "source", "amount": "amount"}


def _projects(about: About) -> dict[str, str]:
    """Codes by code and name; a name that two projects have means neither."""
    found: dict[str, str] = {}
    for code, name in Project.objects.within(about.area_code).values_list("code", "name"):
        found[normalise(code)] = code
        known = normalise(name)
        found[known] = code if found.get(known, code) == code else ""
    return found


def _identity(row: ParsedRow, code: str) -> Key:
    return code, row.text("source"), row.text("act"), row.text("document")


def _row(row: ParsedRow, code: str) -> FundingRow:
    return FundingRow(
        code,
        row.text("source"),
        row.text("act"),
        row.text("document"),
        date.fromisoformat(row.text("day")),
        row.amount("amount"),
        row.number,
        row.sheet,
    )


def _checks(checking: Checking) -> tuple[Finding, ...]:
    at = datetime.combine(checking.on, time.max, SHANGHAI)
    rows = [row for row in checking.reading.rows if _readable(row)]
    found: list[Finding] = []
    fresh: dict[tuple[str, int], ParsedRow] = {}
    wanted: list[FundingRow] = []
    seen: dict[Key, ParsedRow] = {}
    for row in rows:
        code = checking.codes.get(row.text("project"), "")
        key = _identity(row, code)
        line = checking.state.lines.get(key)
        if not code:
            continue
        first = seen.setdefault(key, row)
        if first is not row:
            found.append(_twice(first, row))
        elif line is None:
            wanted.append(_row(row, code))
            fresh[row.sheet, row.number] = row
        elif line.now["amount"] != row.values["amount"]:
            found.append(_booked(row, Decimal(line.now["amount"])))
    codes = {row.project for row in wanted}
    projects = {row.code: row for row in Project.objects.filter(code__in=codes)}
    told = problems_of(wanted, projects, at)
    return (*found, *(_told(fresh[row.sheet, row.row], problem) for row, problem in told))


def _readable(row: ParsedRow) -> bool:
    wanted = ("source", "act", "document", "day")
    return "amount" in row.values and all(row.text(key) for key in wanted)


def _told(row: ParsedRow, problem: Problem) -> Finding:
    return Finding(
        "refuse",
        problem.code or "cell",
        problem.message,
        row.sheet,
        row.cells[CELLS.get(problem.field, "amount")],
        problem.value,
        problem.expected,
        problem.remedy,
    )


def _booked(row: ParsedRow, amount: Decimal) -> Finding:
    return Finding(
        "refuse",
        "booked",
        f"这一文号（凭证）已登记 {amount:,.2f} 元，金额不同",
        row.sheet,
        row.cells["amount"],
        f"{row.amount('amount'):,.2f} 元",
        f"{amount:,.2f} 元",
        "登记有误的，先到资金页冲正再导入",
    )


def _twice(first: ParsedRow, row: ParsedRow) -> Finding:
    return Finding(
        "refuse",
        "duplicate",
        f"与第 {first.number} 行是同一项目、来源和文号（凭证）",
        row.sheet,
        row.cells["document"],
        row.text("document"),
        "每个文号（凭证）一行",
        "请并成一行，或核对凭证号",
    )


def _adopt(call: Handover) -> Adopted:
    rows = [row for row in call.rows if row.taken is None]
    return adopt_funding(
        by=call.by,
        at=call.at,
        rows=[_handed(row) for row in rows],
        same=len(call.rows) - len(rows),
        upload_id=call.source.upload_id,
    )


def _undo(call: TakingBack) -> UndoReport:
    return undo_funding(
        by=call.by,
        at=call.at,
        upload_id=call.upload_id,
        reason=call.reason,
        rehearse=call.rehearse,
    )


def _handed(row: HandedRow) -> FundingRow:
    said = {key: str(row.values[key]) for key in ("source", "act", "document", "day")}
    return FundingRow(
        row.code,
        said["source"],
        said["act"],
        said["document"],
        date.fromisoformat(said["day"]),
        Decimal(row.values["amount"]),
        row.row,
        row.sheet,
    )


FUNDS = Kind(
    spec=FUNDING,
    hint="每行一笔下达或到位",
    subject=place("city", "district", said="市或县（市、区）的代码"),
    permission=Permission.BOOK_MONEY,
    state=lambda about: funding_state(about.area_code),
    identity=_identity,
    adopt=_adopt,
    undo=_undo,
    seen=Seen("查看资金", "funding:overview", ""),
    totals={ROWS: "bookings", "amount": "amount_yuan"},
    places=Places("project", PlaceWords("项目", ("小区", "家属院")), _projects),
    checks=_checks,
    compared=("amount",),
)
