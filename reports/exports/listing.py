"""A register as it stands on the screen, as a workbook: same filter, same order, same columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from accounts.models import User
from common.clock import SHANGHAI
from records.listings import Selection
from records.rules.sheets import Column, SheetSpec, Unit
from records.rules.tables import TableColumn, Value
from reports.exports.sheet_form import Form, write

CHUNK = 1_000
COUNTED = {"count": "count", "plain": "count", "area": "decimal", "text": "text"}
BACK = (
    "本表可以直接改了再导入：在“导入”页选同一种表上传，系统逐格比对，只写改动的格。",
    "导出以后别人在系统里改过的格不会被盖掉：本表没有动的照留，两边都改的会请您选定。",
    "新的小区、楼栋在“合计”以上加一行，导入时逐行核对后登记；新的房屋连同业主用住户清单导入。",
    "标“由系统算出”的列和遮盖的姓名电话不读，改了也不写入；清空文字格不算改动，要清空请用批量修改。",
)


def workbook(
    selection: Selection,
    spec: SheetSpec | None,
    *,
    by: User,
    at: datetime,
    told: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """Every row of the selection in its columns; `told` hears how many are done."""
    columns = sheet_columns(selection.columns, spec)
    title = selection.listing.title
    return write(
        Form(
            title=title,
            columns=columns,
            rows=_rows(selection, told),
            total=_total(selection),
            told=_told(selection, by, at, back=spec is not None),
            base=spec is not None,
        )
    )


def sheet_columns(columns: Sequence[TableColumn], spec: SheetSpec | None) -> list[Column]:
    """As the sheet that is taken in declares them; what it lacks, from the page's own words."""
    known = {column.key: column for column in spec.columns} if spec else {}
    return [known.get(column.key) or _own(column) for column in columns]


def _own(column: TableColumn) -> Column:
    units = (Unit(column.unit),) if column.unit else ()
    kind: Any = COUNTED[column.kind]
    return Column(column.key, column.label, kind, required=False, units=units)


def _rows(selection: Selection, told: Callable[[int], None]) -> Iterator[Sequence[Value]]:
    done = 0
    found = selection.rows.iterator(chunk_size=CHUNK)
    while part := list(islice(found, CHUNK)):
        yield from selection.lines(part)
        done += len(part)
        told(done)


def _total(selection: Selection) -> list[Value]:
    """The sums under their columns, and the word that tells a reader what the line is."""
    sums = selection.totals.sums
    return ["合计", *(sums.get(column.key) for column in selection.columns[1:])]


def _told(selection: Selection, by: User, at: datetime, *, back: bool) -> list[str]:
    words = "、".join(f"{name}：{value}" for name, value in in_words(selection)) or "没有筛选"
    stamp = f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    number = f"{selection.totals.number} {selection.listing.noun}"
    lines = [f"{by} 于 {stamp} 导出；筛选：{words}；共 {number}。", *selection.totals.how]
    return [*lines, *BACK] if back else lines


def in_words(selection: Selection) -> list[tuple[str, str]]:
    """The filters as they stand, named and worded as on the page."""
    asked = selection.asked
    words = str(asked.get("q", ""))
    found = [("查找", words)] if words else []
    for select in selection.listing.selects(selection.user):
        value = str(asked.get(select["name"], ""))
        if value:
            found.append((select["label"], dict(select["options"]).get(value, value)))
    return found
