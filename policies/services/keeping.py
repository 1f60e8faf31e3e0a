"""Writing a checked document down as a draft; the services that bring one in have asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from common.errors import Problem, Refused
from policies.loading.parse import Parsed, content_hash
from policies.models import Policy, PolicyVersion, Status, UnitBinding


@dataclass(frozen=True, slots=True)
class Content:
    """What a version holds: the checked document and its worked cases as stored."""

    parsed: Parsed
    cases: list[dict[str, Any]]

    @property
    def hash(self) -> str:
        """What the content is identified by; the effective period stands outside."""
        return content_hash(self.parsed.content, self.cases)

    @property
    def period(self) -> DateRange:
        """The effective period, the last day included."""
        rules = self.parsed.policy
        upper = rules.effective_to + timedelta(days=1) if rules.effective_to else None
        return DateRange(rules.effective_from, upper)

    def is_in(self, version: PolicyVersion) -> bool:
        """Whether the version already says just this for the same period."""
        return version.content_hash == self.hash and version.period == self.period


def new_draft(
    *,
    content: Content,
    by: User | None,
    at: datetime,
    origin: dict[str, Any],
    replace: bool = False,
) -> PolicyVersion:
    """A draft of a person (or of nobody) beside what is there; never over somebody's open draft.

    One's own open draft is given up for it only when `replace` says so. Raises Refused.
    """
    policy = locked_policy(content.parsed)
    newest = policy.versions.order_by("-sequence").first()
    if newest and newest.status == Status.DRAFT and newest.made_by is not None:
        if by is None or not (replace and newest.made_by_id == by.pk):
            raise Refused(_occupied(newest, by))
        newest.decisions.all().delete()
        version = newest
    else:
        version = PolicyVersion(policy=policy, sequence=newest.sequence + 1 if newest else 1)
    version.origin = origin
    write(version=version, content=content, by=by, at=at)
    if newest and newest.pk != version.pk:
        carry_bindings(newest, version)
    return version


def write(*, version: PolicyVersion, content: Content, by: User | None, at: datetime) -> None:
    """Put the content into a draft; title and document of the policy follow the newest one."""
    policy = version.policy
    version.content, version.cases = content.parsed.content, content.cases
    version.content_hash, version.period = content.hash, content.period
    version.programme = policy.programme
    version.place_number = int(policy.area_code or 0)
    version.made_by, version.made_at = by, (at if by else None)
    version.save()
    version.refresh_from_db(fields=["title", "short_name", "document_no"])
    head = _head(content.parsed)
    policy.title, policy.short_name = head["title"], head["short_name"]
    policy.document = head["document"]
    policy.save(update_fields=["title", "short_name", "document"])


def locked_policy(parsed: Parsed) -> Policy:
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


def carry_bindings(old: PolicyVersion, new: PolicyVersion) -> None:
    """Units of the same place stay bound from version to version."""
    keys = {unit["key"] for unit in new.content.get("units", [])}
    UnitBinding.objects.bulk_create(
        UnitBinding(version=new, unit_key=row.unit_key, unit_id=row.unit_id)
        for row in old.bindings.all()
        if row.unit_key in keys
    )


def _occupied(newest: PolicyVersion, by: User | None) -> Problem:
    own = by is not None and newest.made_by_id == by.pk
    return Problem(
        f"{newest}还是{'您' if own else str(newest.made_by)}的草稿，没有覆盖",
        code="open_draft",
        remedy="在原草稿上修改，或勾选“放弃我现有的草稿”" if own else "请起草人先办完或放弃",
    )


def _head(parsed: Parsed) -> dict[str, str]:
    rules = parsed.policy
    return {
        "area_code": rules.place,
        "programme": rules.programme,
        "title": rules.title,
        "short_name": rules.short,
        "document": rules.document,
    }
