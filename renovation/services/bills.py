"""A bill of quantities taken over: its items written and brought up to date. Set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Refused
from policies.rules.vocabulary import Lifecycle
from records.copying import insert_rows, update_rows
from records.services.written import Trail
from renovation.models import BillItem, Project
from renovation.rules import lifecycle
from renovation.rules.bills import FIGURES, WORDS, BillReport, BillRow, digest
from renovation.selectors.bills import bill_says
from renovation.services import progress

ORIGIN = ("position", "imported", "upload_id", "sheet", "row")


@transaction.atomic
def adopt_bill(
    *, by: User, project: Project, title: str, rows: Sequence[BillRow], upload_id: int
) -> BillReport:
    """Write the items of a bill; items that it does not name stay, items as they are are left.

    Refused once the project is finished. The bill is compared with the estimate, never copied into
    it: the estimate is that of the contents.
    """
    require(by, Permission.EDIT_CONTENTS, on=project)
    project = progress.locked(project.pk)
    if Lifecycle(project.state) in lifecycle.FINISHED:
        raise Refused(f"项目{project.get_state_display()}，不能再改工程量清单")
    known = {item.key: item for item in project.bill_items.all()}
    trail = Trail(upload_id)
    new: list[BillItem] = []
    met: list[BillItem] = []
    changed = 0
    for row in rows:
        item = known.get(row.key)
        if item is None:
            item = BillItem(project=project, key=row.key)
            _set(item, row, (*FIGURES, *WORDS), upload_id)
            trail.entered(item, item.name, bill_says(item), (row.sheet, row.row))
            new.append(item)
        elif row.taken or item.imported != dict(row.stated):
            before = bill_says(item)
            origin = {key: getattr(item, key) for key in ORIGIN}
            _set(item, row, tuple(row.taken or ()), upload_id)
            changed += bool(row.taken)
            met.append(item)
            place = row.sheet, row.row
            trail.changed(item, item.name, before, bill_says(item), place, origin)
    insert_rows(new)
    update_rows(met, [*FIGURES, *WORDS, *ORIGIN])
    trail.keep()
    same = len(rows) - len(new) - changed
    total = project.bill_items.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
    report = BillReport(project.pk, len(new), changed, same, f"{total:f}", digest(rows))
    if new or changed:
        record(
            by=by,
            action="bill.adopt",
            on=project,
            project_id=project.pk,
            summary=f"导入工程量清单“{title}”：新增 {report.new} 项、变更 {report.changed} 项，"
            f"合计 {total:,.2f} 元",
            payload={**report.as_dict(), "upload": upload_id},
        )
    return report


def _set(item: BillItem, row: BillRow, keys: Sequence[str], upload_id: int) -> None:
    for key in keys:
        setattr(item, key, row.values.get(key, ""))
    item.position, item.imported = row.position, dict(row.stated)
    item.upload_id, item.sheet, item.row = upload_id, row.sheet, row.row
