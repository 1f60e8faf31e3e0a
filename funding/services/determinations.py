"""Who pays what, determined and confirmed by two people; the result is never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import SHANGHAI
from common.errors import Conflict, Problem, Refused
from common.money import total
from funding.models import Determination, DeterminationLine, HouseholdShare
from funding.models.determinations import STAGES
from funding.rules import inputs
from funding.selectors.determinations import live
from funding.services import residents
from funding.services.basis import Basis
from funding.services.reckoning import Result, reckon
from funding.services.share_facts import NO_BASIS
from policies.rules.money_model import SharesRule
from policies.rules.shares import Stage
from renovation.models import Project


@transaction.atomic
def determine_shares(
    *,
    by: User,
    at: datetime,
    project: Project,
    stage: Stage,
    basis: Basis = NO_BASIS,
    reason: str = "",
) -> Determination:
    """Determine who pays what, store it with its explanation, and supersede the former result.

    `estimate` counts the contents as they stand; `due` follows the confirmed estimate, that is the
    design of the second round; `final` takes the final account from `basis`. The rule is the one
    pinned at the start of works, before it today's, provisionally. Raises Refused with everything
    that stands against it, Undecidable where the rule gives no answer.
    """
    require(by, Permission.DETERMINE_SHARES, on=project)
    project = residents.lock(project)
    found = reckon(at=at, project=project, stage=stage, basis=basis)
    former = live(project).get(stage)
    if former is not None:
        Determination.objects.filter(pk=former.pk).update(live=False)
    row = _store(by, at, project, found, basis, former, reason)
    if stage != "estimate":
        residents.report(by=by, at=at, project=project, reason="应缴数重新测算，待复核")
    record(
        by=by,
        action="shares.determine",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"出资测算（{STAGES[stage]}）：总投资 {row.total} 元，居民 {row.residents} 元",
        payload=_payload(row, former),
    )
    return row


@transaction.atomic
def confirm_shares(*, by: User, at: datetime, determination: Determination) -> Determination:
    """A second person confirms; from now on a due or final result decides what households owe."""
    project = determination.project
    require(by, Permission.CONFIRM_SHARES, on=project)
    project = residents.lock(project)
    row = Determination.objects.select_for_update().get(pk=determination.pk)
    if not row.live:
        raise Conflict("这份测算已被新的测算替代，请刷新后复核现行的一份。")
    if row.confirmed_at is not None:
        raise Conflict("这份测算已经复核。")
    if row.determined_by_id == by.pk:
        raise Refused(
            Problem(
                "测算与复核须由两人办理",
                code="second_person",
                remedy="请另一位有复核权限的同志办理",
            )
        )
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    if row.stage != "estimate":
        residents.report(by=by, at=at, project=project, reason=f"{STAGES[row.stage]}数经复核变更")
    record(
        by=by,
        action="shares.confirm",
        on=row,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"复核出资测算（{STAGES[row.stage]}）：居民 {row.residents} 元",
        payload=_payload(row, None),
    )
    return row


def _store(
    by: User,
    at: datetime,
    project: Project,
    found: Result,
    basis: Basis,
    former: Determination | None,
    reason: str,
) -> Determination:
    outcome = found.outcome
    kept = basis.to_json()
    if found.facts.stage == "due":
        kept = live(project)["estimate"].inputs["basis"]
    rule: SharesRule = found.governs.rule
    kinds = {payer.key: payer.kind for payer in rule.payers}
    government = total(
        amount for payer, amount in outcome.by_payer.items() if kinds[payer] == "government"
    )
    row = Determination.objects.create(
        project=project,
        stage=found.facts.stage,
        version_id=found.governs.version_id,
        provisional=found.governs.provisional,
        inputs=inputs.to_json(found.facts) | inputs.limits(outcome) | {"basis": kept},
        total=outcome.total,
        residents=outcome.residents_due,
        government=government,
        other=outcome.total - outcome.residents_due - government,
        explanation=found.explanation(
            rule.payer_of_kind("residents"), kept["social_source"]
        ).to_dict(),
        supersedes=former,
        reason=reason.strip()[:200],
        document_no=basis.document_no.strip()[:60],
        determined_on=at.astimezone(SHANGHAI).date(),
        determined_at=at,
        determined_by=by,
    )
    _store_parts(row, found, kinds, kept["social_source"])
    return row


def _store_parts(
    row: Determination, found: Result, kinds: dict[str, str], social_source: str
) -> None:
    """A line per payer and a share per home."""
    DeterminationLine.objects.bulk_create(
        DeterminationLine(
            determination=row,
            payer=payer,
            name=found.outcome.payer_names[payer],
            kind=kinds[payer],
            amount=amount,
            explanation=found.explanation(payer, social_source).to_dict(),
        )
        for payer, amount in found.outcome.by_payer.items()
    )
    HouseholdShare.objects.bulk_create(
        [
            HouseholdShare(
                determination=row,
                unit_id=home.unit_id,
                unit_code=home.code,
                area=home.area,
                building=home.building,
                amount=found.parts[home.code].amount,
            )
            for home in found.homes
        ],
        batch_size=2000,
    )


def _payload(row: Determination, former: Determination | None) -> dict[str, object]:
    return {
        "stage": row.stage,
        "total": str(row.total),
        "residents": str(row.residents),
        "government": str(row.government),
        "version": row.version_id,
        "supersedes": former.pk if former else None,
    }
