"""A large round as jobs: opened, counted and verified by a worker, with progress on a page.

Opening and closing are one transaction each: a killed worker leaves nothing, its job is taken up
again, and what an earlier run has done it finds done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.rules.hand_counts import HandCount
from approvals.selectors.verifying import differences
from approvals.services import opening
from approvals.services.counting import close_round
from approvals.services.opening_checks import form_problems
from common.errors import Problem, Refused
from districts.models import ExclusiveUnit
from records.models import Job
from records.services import jobs
from records.services.jobs import Progress
from renovation.models import Project

LARGE = 5_000
"""Units up to which a person waits for the page; more become a job."""
PARTS = 3


def is_large(projects: Sequence[Project]) -> bool:
    """Whether a round over these communities is worked on as a job (one query)."""
    communities = [project.community_id for project in projects]
    units = ExclusiveUnit.objects.filter(building__community__in=communities)
    return units.count() > LARGE


@transaction.atomic
def open_later(
    *,
    by: User,
    at: datetime,
    project: Project,
    key: str,
    closes_at: datetime,
    organiser: str,
    contact: str = "",
    whom: opening.Whom = opening.EVERYBODY,
) -> Job:
    """Ask for a round to be opened at this instant; dates and organiser are refused at once."""
    require(by, Permission.OPEN_ROUND, on=project)
    if problems := form_problems(at, closes_at, organiser):
        raise Refused(problems)
    return jobs.request(
        by=by,
        at=at,
        kind="round.open",
        title=f"开启征询：{project.name}",
        area_code=project.area_code,
        runner=run_opening,
        arguments={
            "at": at.isoformat(),
            "project_id": project.pk,
            "key": key,
            "closes_at": closes_at.isoformat(),
            "said": {"organiser": organiser, "contact": contact},
            "whom": {
                "places": list(whom.places),
                "groups": {
                    matter: {group: list(homes) for group, homes in by_group.items()}
                    for matter, by_group in whom.groups.items()
                },
            },
        },
        total=PARTS,
    )


def run_opening(
    progress: Progress,
    *,
    at: str,
    project_id: int,
    key: str,
    closes_at: str,
    said: dict[str, str],
    whom: dict[str, Any],
) -> dict[str, Any]:
    """The worker's half of `open_later`."""
    begun, by = datetime.fromisoformat(at), progress.job.requested_by
    project = Project.objects.select_related("community").get(pk=project_id)
    mine = Round.objects.of(project)
    made = mine.filter(key=key, opened_at=begun, opened_by=by).first()
    if made is None:
        progress.step(1, message="正在按台账编制、冻结名册")
        made = opening.open_round(
            by=by,
            at=begun,
            project=project,
            key=key,
            closes_at=datetime.fromisoformat(closes_at),
            whom=opening.Whom(**whom),
            **said,
        )
    return _link(made, f"名册 {made.heads} 人、{made.units} 套，看征询")


@transaction.atomic
def close_later(
    *, by: User, at: datetime, round_: Round, hand_counts: HandCount, reason: str = ""
) -> Job:
    """Ask for a round to be closed and counted with this hand count."""
    require(by, Permission.CLOSE_ROUND, on=round_)
    return jobs.request(
        by=by,
        at=at,
        kind="round.close",
        title=f"截止计票：{round_.whose}{round_.name}",
        area_code=round_.area_code,
        runner=run_closing,
        arguments={
            "at": at.isoformat(),
            "round_id": round_.pk,
            "hand_counts": {matter: dict(counted) for matter, counted in hand_counts.items()},
            "reason": reason,
        },
        total=PARTS,
    )


def run_closing(
    progress: Progress, *, at: str, round_id: int, hand_counts: HandCount, reason: str
) -> dict[str, Any]:
    """The worker's half of `close_later`."""
    ended, by = datetime.fromisoformat(at), progress.job.requested_by
    row = Round.objects.select_related("project", "pin").get(pk=round_id)
    if (row.closed_at, row.closed_by_id) != (ended, by.pk):
        progress.step(1, message="正在逐张重算并与手工清点核对")
        row = close_round(by=by, at=ended, round_=row, hand_counts=hand_counts, reason=reason)
    return _link(row, "已截止，看计票")


@transaction.atomic
def verify_later(*, by: User, at: datetime, round_: Round) -> Job:
    """Ask for every stored count of a round to be recounted by the other path.

    It only reads: whoever sees the round may ask, leaders and auditors too (docs/permissions.md).
    """
    require(by, Permission.VIEW_REGISTER, on=round_)
    return jobs.request(
        by=by,
        at=at,
        kind="round.verify",
        title=f"复算计票：{round_.whose}{round_.name}",
        area_code=round_.area_code,
        runner=run_verifying,
        arguments={"round_id": round_.pk},
        total=PARTS,
    )


def run_verifying(progress: Progress, *, round_id: int) -> dict[str, Any]:
    """The worker's half of `verify_later`; what does not tie is refused with every figure."""
    row = Round.objects.select_related("project", "pin").get(pk=round_id)
    progress.step(1, message="正在用另一种办法重新计票")
    found = differences(row)
    if found:
        raise Refused(
            Problem(
                f"{one.where} {one.field}：存 {one.stored}，重算 {one.counted}",
                code="tally_differs",
            )
            for one in found
        )
    return _link(row, "复算一致，看征询")


def _link(row: Round, label: str) -> dict[str, Any]:
    address = reverse("approvals:rounds", args=[row.project_id])
    return {"url": address, "label": label, "round": row.pk}
