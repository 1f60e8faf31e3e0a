"""Taking over a shipped policy as proposed, step by step, by two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from accounts.models import User
from policies.models import PolicyVersion, Status
from policies.selectors.governing import policy_of
from policies.selectors.readiness import suggested_units
from policies.services.deciding import bind_units, decide_conflict
from policies.services.drafts import load_draft
from policies.services.publishing import check_version, publish_version


@transaction.atomic
def adopt(
    *,
    officer: User,
    reviewer: User,
    at: datetime,
    folder: Path,
    units: Mapping[str, str] | None = None,
) -> PolicyVersion:
    """The officer loads and binds, the reviewer decides as proposed, checks and publishes.

    Every step goes through its own service, with its own right and audit entry. `units` (unit key →
    code) overrules the match by name. A folder already in force is returned as it is.
    """
    version = load_draft(
        by=officer,
        at=at,
        name=folder.name,
        policy_text=(folder / "policy.yaml").read_text(encoding="utf-8"),
        cases_text=(folder / "cases.yaml").read_text(encoding="utf-8"),
    )
    if version.status in {Status.PUBLISHED, Status.RETIRED}:
        return version
    chosen = {**suggested_units(version), **(units or {})}
    if chosen:
        bind_units(by=officer, at=at, version=version, units=chosen)
    for conflict in policy_of(version).conflicts:
        decide_conflict(
            by=reviewer,
            at=at,
            version=version,
            conflict_id=conflict.id,
            reading=conflict.proposed,
        )
    if version.status == Status.DRAFT:
        version = check_version(by=reviewer, at=at, version=version)
    return publish_version(by=reviewer, at=at, version=version)
