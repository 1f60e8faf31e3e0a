"""Keeping what shows an online answer, before the answer is typed."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import HeadUnit
from approvals.selectors.evidence import LABEL
from approvals.selectors.rules import round_rule
from approvals.selectors.seeing import COUNTING
from approvals.services import tallies
from approvals.services.visits import over
from common.errors import Problem, Refused
from records.models import Attachment
from records.services.files import attach


@transaction.atomic
def keep_evidence(
    *, by: User, at: datetime, unit: HeadUnit, upload: UploadedFile | None
) -> Attachment:
    """Keep a screenshot or export of what this home answered online, encrypted.

    An online answer is recorded only once it is there. Refused with every reason: no file, online
    answers not admitted by the policy, the round over.
    """
    require(by, Permission.RECORD_PAPER, on=unit)
    row = tallies.under_way(unit.round_id)
    problems = over(row)
    if "online" not in round_rule(row).rule.admits_channels:
        problems.append(Problem("方案没有规定可以线上答复", code="channel", field="upload"))
    if upload is None:
        words = "请上传答复的截屏或导出件"
        problems.append(Problem(words, code="evidence_needed", field="upload"))
    if problems or upload is None:
        raise Refused(problems)
    right = Permission.RECORD_PAPER
    return attach(
        by=by, permission=right, subject=unit, label=LABEL, upload=upload, at=at, sees=COUNTING
    )
