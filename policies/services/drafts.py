"""Bringing a policy in: from a person's file, or with the product; always as a draft."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from policies.loading.cases import parse_cases
from policies.loading.parse import Parsed, content_hash, parse_text
from policies.models import Policy, PolicyVersion, Status, UnitBinding


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
    rules = parsed.policy
    cases = parse_cases(cases_text, rules, f"{name}/cases.yaml" if name else "cases.yaml")
    digest = content_hash(parsed.content, cases)
    policy = _locked_policy(parsed)
    newest = policy.versions.order_by("-sequence").first()
    upper = rules.effective_to + timedelta(days=1) if rules.effective_to else None
    period = DateRange(rules.effective_from, upper)
    if by is None and (known := policy.versions.filter(content_hash=digest).first()):
        return known
    same = newest is not None and newest.content_hash == digest and newest.period == period
    if newest and same and not (newest.status == Status.DRAFT and newest.made_by is None):
        return newest
    if newest and newest.status == Status.DRAFT and (by or newest.made_by is None):
        version = newest
        if not same:
            version.decisions.all().delete()
    else:
        version = PolicyVersion(policy=policy, sequence=newest.sequence + 1 if newest else 1)
    version.content, version.cases, version.content_hash = parsed.content, cases, digest
    version.period, version.programme = period, policy.programme
    version.place_number = int(policy.area_code or 0)
    version.shipped = by is None or (same and version.shipped)
    version.made_by, version.made_at = by, (at if by else None)
    version.save()
    _refresh_head(policy, parsed)
    if newest and newest.pk != version.pk:
        _carry_bindings(newest, version)
    record(
        by=by,
        action="policy.draft",
        on=version,
        area_code=policy.area_code,
        summary=f"载入政策草稿：{version}",
        payload={"hash": digest, "shipped": version.shipped},
    )
    return version


def _locked_policy(parsed: Parsed) -> Policy:
    """The policy's row under lock; a key never moves to another place or programme."""
    rules = parsed.policy
    Policy.objects.get_or_create(key=rules.key, defaults=_head(parsed))
    policy = Policy.objects.select_for_update().get(key=rules.key)
    if (policy.area_code, policy.programme) != (rules.place, rules.programme):
        raise Refused(
            Problem(
                "这个政策键已用于别的地方或项目类别",
                field="policy.yaml: policy",
                value=rules.key,
                expected=f"{policy.area_code or '全国'} 的政策",
                remedy="换一个键",
            )
        )
    return policy


def _head(parsed: Parsed) -> dict[str, str]:
    rules = parsed.policy
    return {
        "area_code": rules.place,
        "programme": rules.programme,
        "title": rules.title,
        "short_name": rules.short,
        "document": rules.document,
    }


def _refresh_head(policy: Policy, parsed: Parsed) -> None:
    """Title and document follow the newest file; place and programme never change."""
    head = _head(parsed)
    policy.title, policy.short_name = head["title"], head["short_name"]
    policy.document = head["document"]
    policy.save(update_fields=["title", "short_name", "document"])


def _carry_bindings(old: PolicyVersion, new: PolicyVersion) -> None:
    keys = {unit["key"] for unit in new.content.get("units", [])}
    UnitBinding.objects.bulk_create(
        UnitBinding(version=new, unit_key=row.unit_key, unit_id=row.unit_id)
        for row in old.bindings.all()
        if row.unit_key in keys
    )
