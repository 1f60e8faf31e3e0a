"""Contents of a renovation: chosen from the policy's catalogue, with estimated cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Problem, Refused
from common.money import total, yuan
from policies.rules.gates import FactValue
from policies.rules.model import CatalogueItem
from policies.rules.vocabulary import Lifecycle
from renovation.models import ContentItem, Project
from renovation.rules import lifecycle
from renovation.rules.explaining import investment
from renovation.selectors.catalogue import catalogue_of
from renovation.services import progress
from renovation.services.applying import facts_changed
from renovation.services.facts import record_facts


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One chosen item: its catalogue key and estimate in 元; quantity and unit where known."""

    key: str
    estimate: Decimal
    quantity: Decimal | None = None
    unit: str = ""


@transaction.atomic
def set_contents(
    *, by: User, at: datetime, project: Project, items: Sequence[ItemEntry], reason: str = ""
) -> list[ContentItem]:
    """Replace the project's contents by `items`; level, aspect and tags come from the catalogue.

    Sets the project's investment and the facts `money.estimate` and `contents.items`. Refused with
    every wrong line; after works have started only with a reason (a change of design).
    """
    require(by, Permission.EDIT_CONTENTS, on=project)
    project = progress.locked(project.pk)
    day = at.astimezone(SHANGHAI).date()
    menu = {item.key: item for item in catalogue_of(project, day).items}
    _refuse(project, items, menu, reason)
    before = {row.key: row for row in project.contents.all()}
    rows = [_row(project, entry, menu[entry.key], before.get(entry.key)) for entry in items]
    project.contents.all().delete()
    ContentItem.objects.bulk_create(rows)
    project.investment = total(row.estimate for row in rows)
    project.version += 1
    project.save(update_fields=["investment", "version"])
    _facts(by, at, project, rows)
    facts_changed(by=by, on=day, project=project)
    record(
        by=by,
        action="contents.set",
        on=project,
        project_id=project.pk,
        summary=f"改造内容 {len(rows)} 项，概算 {project.investment:,.2f} 元"
        + (f"；{reason}" if reason else ""),
        payload={
            "before": {key: str(row.estimate) for key, row in before.items()},
            "after": {row.key: str(row.estimate) for row in rows},
            "reason": reason,
        },
    )
    return rows


def _refuse(
    project: Project, items: Sequence[ItemEntry], menu: Mapping[str, CatalogueItem], reason: str
) -> None:
    problems = []
    state = Lifecycle(project.state)
    if state in lifecycle.FINISHED:
        problems.append(Problem(f"项目{project.get_state_display()}，不能再改内容"))
    if lifecycle.works_begun(state) and not reason.strip():
        problems.append(Problem("已开工，调整内容须写明变更理由", field="reason"))
    seen: set[str] = set()
    for entry in items:
        if entry.key not in menu:
            problems.append(
                Problem("方案的改造内容目录中没有这一项", field=entry.key, value=entry.key)
            )
        if entry.key in seen:
            problems.append(Problem("同一项列了两次", field=entry.key, value=entry.key))
        if entry.estimate < 0:
            problems.append(Problem("概算不能小于零", field=entry.key, value=str(entry.estimate)))
        seen.add(entry.key)
    if problems:
        raise Refused(problems)


def _row(
    project: Project, entry: ItemEntry, item: CatalogueItem, before: ContentItem | None
) -> ContentItem:
    return ContentItem(
        project=project,
        key=item.key,
        name=item.name,
        aspect=item.aspect,
        level=item.level,
        tags=sorted(item.tags),
        quantity=entry.quantity,
        unit=entry.unit,
        estimate=yuan(entry.estimate),
        progress=before.progress if before else Decimal(0),
    )


def _facts(by: User, at: datetime, project: Project, rows: list[ContentItem]) -> None:
    explained = investment([(row.name, row.estimate) for row in rows])
    record_facts(
        by=by,
        at=at,
        project=project,
        source="改造内容概算",
        facts=[
            FactValue("money.estimate", "", project.investment),
            FactValue("contents.items", "", len(rows)),
        ],
        explanations={("money.estimate", ""): explained},
    )
