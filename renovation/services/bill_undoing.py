"""An imported bill of quantities taken back. Set-wise."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from policies.rules.vocabulary import Lifecycle
from records.copying import update_rows
from records.rules.undoing import UndoReport, none_goes, weigh
from records.selectors.written import written_by
from renovation.models import BillItem, Project
from renovation.rules import lifecycle
from renovation.rules.bills import FIGURES, WORDS
from renovation.selectors.bills import bill_says
from renovation.services import progress
from renovation.services.bills import ORIGIN


@transaction.atomic
def undo_bill(
    *, by: User, project: Project, upload_id: int, reason: str, rehearse: bool = False
) -> UndoReport:
    """Take back what one import wrote to the bill; `rehearse` only says what that would do.

    Of a finished project nothing goes: its bill is closed.
    """
    require(by, Permission.EDIT_CONTENTS, on=project)
    project = progress.locked(project.pk)
    items = project.bill_items.in_bulk()
    written = written_by(upload_id).get(BillItem._meta.label_lower, [])
    if Lifecycle(project.state) in lifecycle.FINISHED:
        return none_goes(written, f"项目{project.get_state_display()}，清单不再改动").report
    found = weigh(written, {pk: bill_says(item) for pk, item in items.items()})
    if rehearse:
        return found.report
    project.bill_items.filter(pk__in=[one.object_id for one in found.removals]).delete()
    for pk, values in found.restores.items():
        item = items[pk]
        for key, value in {**values, **found.origins[pk]}.items():
            setattr(item, key, Decimal(value or 0) if key in FIGURES else value)
    update_rows([items[pk] for pk in found.restores], [*FIGURES, *WORDS, *ORIGIN])
    record(
        by=by,
        action="bill.undo",
        on=project,
        project_id=project.pk,
        summary=f"撤销工程量清单的一次导入：{reason}",
        payload={**found.report.counts(), "upload": upload_id},
    )
    return found.report
