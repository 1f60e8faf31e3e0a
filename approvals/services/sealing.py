"""Sealing a confirmed count, and the re-check of a sample by somebody who did not type it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require
from accounts.models import AuditEntry, User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HeadUnit, Paper, Recheck, Round, Seal
from approvals.rules.sampling import digest, sample, size
from approvals.selectors.sealed import body_of
from approvals.services.round_trail import record_in_all, trail_at
from common.errors import Conflict, NotAllowed, Problem, Refused
from records.models import Attachment
from records.services.files import attach

SHEET = "签字计票表照片"
SEES = (Permission.VIEW_REGISTER,)
"""It bears signatures: it lies encrypted, and who opened it stays in the trail."""


def seal_round(*, by: User, at: datetime, round_: Round, confirmed: AuditEntry) -> Seal:
    """Close a confirmed count by its hash; within the confirmation's transaction.

    `confirmed` is the trail's entry of this confirmation: its hash, which nobody can know before
    the moment it is written, goes into the seal and so into the drawing of the sample.
    """
    require(by, Permission.CONFIRM_TALLY, on=round_)
    salt = secrets.token_hex(16)
    body = body_of(round_, confirmed.hash, salt)
    seed = digest(body)
    live = Paper.objects.filter(round=round_, live=True)
    serials = list(live.values_list("unit__serial", flat=True))
    typists = [str(u) for u in User.objects.filter(pk__in=live.values("entered_by")).order_by("pk")]
    people = [*typists, str(round_.closed_by), str(round_.confirmed_by)]
    made = Seal.objects.create(
        round=round_,
        body=body,
        salt=salt,
        sha256=seed,
        counters=list(dict.fromkeys(people)),
        sample=list(sample(serials, seed, size(len(serials)))),
        sealed_at=at,
        sealed_by=by,
    )
    record_in_all(
        by=by,
        action="round.seal",
        round_=round_,
        on=made,
        summary=f"封存{round_.name}计票结果，抽查 {len(made.sample)} 份",
        payload={"sha256": seed},
    )
    return made


@transaction.atomic
def attach_signed_sheet(*, by: User, at: datetime, seal: Seal, upload: UploadedFile) -> Attachment:
    """Keep the photograph of the tally sheet that the counters signed."""
    require(by, Permission.CLOSE_ROUND, on=seal)
    right = Permission.CLOSE_ROUND
    return attach(
        by=by, permission=right, subject=seal, label=SHEET, upload=upload, at=at, sees=SEES
    )


@transaction.atomic
def recheck(
    *, by: User, at: datetime, seal: Seal, serial: str, agrees: bool, finding: str = ""
) -> Recheck:
    """Write down that a drawn paper was held against what was typed.

    Refused for a serial that was not drawn, and without words where it does not agree; not allowed
    for who typed the paper; Conflict when it has been checked.
    """
    require(by, Permission.CONFIRM_TALLY, on=seal)
    row = Seal.objects.select_for_update().get(pk=seal.pk)
    problems = []
    drawn = next((one for one in row.sample if one.upper() == serial.strip().upper()), None)
    if drawn is None:
        remedy = "抽查的票号由封存校验码抽定，不能另选"
        problems.append(Problem("没有抽到这个票号", field="serial", value=serial, remedy=remedy))
    if not agrees and not finding.strip():
        problems.append(Problem("请写明不符之处", code="reason_needed", field="finding"))
    if problems:
        raise Refused(problems)
    unit = HeadUnit.objects.get(round=row.round_id, serial=drawn)
    if Paper.objects.filter(unit=unit, live=True, entered_by=by).exists():
        raise NotAllowed("这一份由您录入，须由另一人抽查。")
    if Recheck.objects.filter(seal=row, unit=unit).exists():
        raise Conflict("这一份已经抽查过")
    made = Recheck.objects.create(
        seal=row,
        unit=unit,
        agrees=agrees,
        finding="" if agrees else finding.strip()[:200],
        checked_at=at,
        checked_by=by,
    )
    record(
        by=by,
        action="round.recheck",
        on=row,
        **trail_at(row.round, unit.building),
        summary=f"抽查 {drawn}：{'相符' if agrees else '不符'}",
        payload={"unit": unit.pk, "agrees": agrees},
    )
    return made
