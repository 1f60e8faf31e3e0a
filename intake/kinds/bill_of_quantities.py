"""The bill of quantities of a project: each row an item with quantity, price and amount."""

from __future__ import annotations

from decimal import Decimal

from accounts.permissions import Permission
from common.errors import Undecidable
from common.names import normalise
from intake.kinds.about import About, Adopted, HandedRow, Handover, TakingBack
from intake.kinds.kind import Checking, Kind, Seen
from intake.kinds.subjects import PROJECT
from intake.rules.bill_checks import over_estimate, twice, unknown_content, untied_products
from intake.rules.claims import ROWS
from intake.rules.findings import Finding
from intake.rules.reading import ParsedRow
from intake.rules.state import Key, Value
from intake.selectors.bill_state import COMPARED, bill_state
from records.rules.undoing import UndoReport
from renovation.rules.bills import FIGURES, WORDS, BillRow, item_key
from renovation.selectors.catalogue import catalogue_of
from renovation.services.bill_undoing import undo_bill
from renovation.services.bills import adopt_bill
from renovation.services.progress import locked
from renovation.sheets import BILL


def _key(values: dict[str, str]) -> str:
    section, code, name, unit = (
        normalise(values.get(key, "")) for key in ("section", "code", "name", "unit")
    )
    return item_key(section, code, name, unit)


def _identity(row: ParsedRow, _code: str) -> Key:
    return (_key({key: row.text(key) for key in WORDS}),)


def _checks(checking: Checking) -> tuple[Finding, ...]:
    return (
        *(found for one in checking.readings for found in untied_products(one)),
        *twice(checking.reading, lambda row: _identity(row, "")[0]),
        *over_estimate(checking.reading, checking.about.thing.investment),
        *_contents(checking),
    )


def _contents(checking: Checking) -> list[Finding]:
    """Contents that the policy's catalogue does not have; nothing to say where there is none."""
    try:
        menu = catalogue_of(checking.about.thing, checking.on)
    except Undecidable:
        return []
    known = {normalise(word) for item in menu.items for word in (item.key, item.name)}
    return unknown_content(checking.reading, known, [item.name for item in menu.items])


def _adopt(call: Handover) -> Adopted:
    return adopt_bill(
        by=call.by,
        project=call.about.thing,
        title=call.title,
        rows=[_row(row) for row in call.rows],
        upload_id=call.source.upload_id,
    )


def _row(row: HandedRow) -> BillRow:
    words = {key: str(row.values.get(key, "")) for key in WORDS}
    figures = {key: Decimal(row.values[key]) for key in FIGURES}
    stated = {key: _text(value) for key, value in row.stated.items() if key in COMPARED}
    values: dict[str, Decimal | str] = {**words, **figures}
    return BillRow(_key(words), values, stated, row.position, row.row, row.sheet, row.taken)


def _text(value: Value) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _hold(about: About) -> None:
    locked(about.thing.pk)


def _undo(call: TakingBack) -> UndoReport:
    return undo_bill(
        by=call.by,
        project=call.about.thing,
        upload_id=call.upload_id,
        reason=call.reason,
        rehearse=call.rehearse,
    )


BILLS = Kind(
    spec=BILL,
    hint="每行一个清单项",
    subject=PROJECT,
    permission=Permission.EDIT_CONTENTS,
    state=lambda about: bill_state(about.thing),
    identity=_identity,
    adopt=_adopt,
    seen=Seen("查看改造内容", "renovation:contents", "project_id"),
    totals={ROWS: "items", "amount": "amount_yuan"},
    checks=_checks,
    compared=COMPARED,
    hold=_hold,
    undo=_undo,
    absent="清单中已有、本表没有：{names}；导入后仍保留",
)
