"""Who is named in a register, in clear: allowed to some, and always recorded."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from accounts.access import require, require_all
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from renovation.models import RegisterRow


@transaction.atomic
def reveal_rows(*, by: User, rows: Sequence[RegisterRow]) -> None:
    """Record that a person looks at the names of these rows: one entry for each project or place.

    The rows are kept as their number and the digest of their keys, never by what they say.
    """
    require(by, Permission.VIEW_PERSONS)
    require_all(by, Permission.VIEW_PERSONS, on={row.area_code for row in rows})
    places: dict[tuple[str, int | None], list[RegisterRow]] = defaultdict(list)
    for row in rows:
        places[row.area_code, row.project_id].append(row)
    for (area_code, project_id), those in places.items():
        keys = sorted(row.pk for row in those)
        record(
            by=by,
            action="register.reveal",
            on=those[0],
            area_code=area_code,
            project_id=project_id,
            summary=f"查看专项登记 {len(keys)} 条所载的姓名",
            payload={"rows": len(keys), "sha256": hashlib.sha256(repr(keys).encode()).hexdigest()},
        )
