"""Bringing a policy in: from a person's file, or with the product; always as a draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from policies.loading.cases import parse_cases
from policies.loading.parse import Parsed, parse_text
from policies.models import PolicyVersion, Status
from policies.services.keeping import Content, carry_bindings, locked_policy, write


def load_draft(
    *, by: User, at: datetime, policy_text: str, cases_text: str, name: str = ""
) -> PolicyVersion:
    """Read a person's policy file with its cases as a draft of theirs.

    The same content as the newest version changes nothing, except that a shipped draft becomes the
    person's own. A newer content replaces a draft and follows a checked or published version.
    Raises Refused with every problem of the files.
    """
    require(by, Permission.EDIT_POLICY)
    parsed = parse_text(policy_text, f"{name}/policy.yaml" if name else "policy.yaml")
    require(by, Permission.EDIT_POLICY, on=parsed.policy.place or None)
    return _store(parsed, cases_text, name, by, at)


def ship_draft(*, at: datetime, policy_text: str, cases_text: str, name: str = "") -> PolicyVersion:
    """Bring in a policy that ships with the product, as a draft of nobody (set-up command only).

    Content that any version already holds changes nothing; a person's own draft is never replaced.
    """
    parsed = parse_text(policy_text, f"{name}/policy.yaml" if name else "policy.yaml")
    return _store(parsed, cases_text, name, None, at)


@transaction.atomic
def _store(
    parsed: Parsed, cases_text: str, name: str, by: User | None, at: datetime
) -> PolicyVersion:
    cases = parse_cases(cases_text, parsed.policy, f"{name}/cases.yaml" if name else "cases.yaml")
    content = Content(parsed, cases)
    policy = locked_policy(parsed)
    newest = policy.versions.order_by("-sequence").first()
    if by is None and (known := policy.versions.filter(content_hash=content.hash).first()):
        return known
    same = newest is not None and content.is_in(newest)
    if newest and same and not (newest.status == Status.DRAFT and newest.made_by is None):
        return newest
    if newest and newest.status == Status.DRAFT and (by or newest.made_by is None):
        version = newest
        if not same:
            version.decisions.all().delete()
            version.origin = {}
    else:
        version = PolicyVersion(policy=policy, sequence=newest.sequence + 1 if newest else 1)
    version.shipped = by is None or (same and version.shipped)
    write(version=version, content=content, by=by, at=at)
    if newest and newest.pk != version.pk:
        carry_bindings(newest, version)
    record(
        by=by,
        action="policy.draft",
        on=version,
        area_code=policy.area_code,
        summary=f"载入政策草稿：{version}",
        payload={"hash": content.hash, "shipped": version.shipped},
    )
    return version
