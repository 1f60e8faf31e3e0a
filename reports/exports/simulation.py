"""A simulation as a workbook: what was asked, and one row per difference."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from common.clock import SHANGHAI
from renovation.models import Simulation, SimulationRow

HEADS = (
    ("项目编号", 16),
    ("项目", 24),
    ("街道", 16),
    ("类别", 10),
    ("事项", 40),
    ("现行", 40),
    ("推演", 40),
    ("相差（天）", 12),
    ("相差（元）", 16),
    ("何时生效", 28),
    ("现行依据", 40),
    ("推演依据", 40),
)


def workbook(simulation: Simulation, rows: Iterable[SimulationRow]) -> bytes:
    """The file's bytes; amounts and days are numbers, everything else is text."""
    book = Workbook(write_only=True)
    _question(book, simulation)
    sheet = book.create_sheet("差异")
    sheet.freeze_panes = "C2"
    for number, (_, width) in enumerate(HEADS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_head(sheet, words) for words, _ in HEADS])
    for row in rows:
        sheet.append(_cells(row))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADS))}1"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _question(book: Workbook, simulation: Simulation) -> None:
    version = simulation.version
    sheet = book.create_sheet("推演说明")
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 70
    asked = simulation.asked_at.astimezone(SHANGHAI)
    lines: list[tuple[str, Any]] = [
        ("推演的版本", f"{version.title} 第 {version.sequence} 版"),
        ("状态", version.get_status_display()),
        ("校验码", simulation.version_hash),
        ("推演日", simulation.on.isoformat()),
        ("在办项目", simulation.projects),
        ("受影响项目", simulation.affected),
        ("提出", f"{simulation.asked_by} {asked:%Y-%m-%d %H:%M}"),
    ]
    for one in simulation.against:
        words = f"{one['title']} 第 {one['sequence']} 版（{one['projects']} 个项目）"
        lines.append(("比照的版本", f"{words}，校验码 {one['hash']}"))
    lines.append(("说明", "只作比较，不改变任何项目。事项已发生的，仍按原版，列出仅供比较。"))
    for label, value in lines:
        sheet.append([_head(sheet, label), value])


def _head(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, words)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    return cell


def _cells(row: SimulationRow) -> list[Any]:
    project = row.project
    return [
        project.code,
        project.name,
        project.community.street.name,
        row.get_kind_display(),
        _text(row.label),
        _text(row.before or "（无）"),
        _text(row.after or "（无）"),
        row.days,
        row.yuan,
        row.get_effect_display(),
        _clauses(row.why_before),
        _clauses(row.why_after),
    ]


def _text(words: str) -> str:
    """A leading sign would make a formula of it."""
    return f"'{words}" if words[:1] in "=+-@" else words


def _clauses(why: dict[str, Any] | None) -> str:
    found = [f"{one['document']} {one['section']}" for one in (why or {}).get("clauses", ())]
    return _text("；".join(dict.fromkeys(found)))
