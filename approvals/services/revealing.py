"""Names and phones of owners who are still to be called on, in clear: to some, always recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.access import require_in_part
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Head, Round
from approvals.selectors.seeing import own_projects, seen
from approvals.services.round_trail import record_in_all
from districts.models import Owner


@transaction.atomic
def reveal_heads(
    *, by: User, at: datetime, round_: Round, heads: Iterable[int], purpose: str
) -> dict[int, str]:
    """Names and phones by head of this round, and the entry that says who looked, and what for.

    Heads of other rounds, or without a home in scope, are left out; the trail keeps their number
    and a digest, no name.
    """
    require_in_part(by, Permission.VIEW_PERSONS, on=round_)
    mine = seen(Head.objects.all(), round_, by)
    rows = list(mine.filter(pk__in=list(heads)).order_by("number"))
    ids = {pk for row in rows for pk in row.owner_ids}
    people = {owner.pk: owner for owner in Owner.objects.filter(pk__in=ids)}
    numbers = ",".join(str(row.number) for row in rows)
    record_in_all(
        by=by,
        action="查看业主明文",
        round_=round_,
        summary=f"{round_.name}{purpose}：查看 {len(rows)} 位业主姓名、电话",
        payload={
            "at": at.isoformat(),
            "heads": len(rows),
            "sha256": hashlib.sha256(numbers.encode()).hexdigest(),
        },
        projects=own_projects(by, round_),
    )
    return {row.pk: _words(row, people) for row in rows}


def _words(head: Head, people: dict[int, Owner]) -> str:
    mine = [people[pk] for pk in head.owner_ids if pk in people]
    return "；".join(" ".join(filter(None, (one.name, one.phone))) for one in mine) or head.label
