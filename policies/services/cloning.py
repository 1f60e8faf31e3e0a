"""A new draft from a version that is there: of the same place, or of another as a pattern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import OutOfScope
from policies.loading.cases import checked_cases
from policies.loading.parse import parse_document
from policies.loading.relocating import relocated
from policies.models import PolicyVersion
from policies.services.keeping import Content, new_draft
from policies.services.origins import of_version


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose policy the draft is to be: key, place (code, "" = national), names, first day."""

    key: str
    place: str
    title: str
    short: str
    document: str
    effective_from: date

    def over(self, document: dict[str, Any]) -> dict[str, Any]:
        """A document under this heading; another policy's day of issue is not taken along."""
        own = document["policy"] == self.key
        return {
            **relocated(document, self.place),
            "policy": self.key,
            "place": self.place,
            "title": self.title,
            "short": self.short,
            "document": self.document,
            "issued": document.get("issued") if own else None,
            "effective": {"from": self.effective_from.isoformat(), "to": None},
        }


@transaction.atomic
def clone_version(
    *, by: User, at: datetime, source: PolicyVersion, heading: Heading, replace: bool = False
) -> PolicyVersion:
    """Copy rules and cases into a draft of `by`; of what was decided nothing is taken along.

    Conflicts are there again, undecided; units of another place are not bound. Raises OutOfScope
    for a version that `by` may not read, Refused while an open draft of the policy stands.
    """
    require(by, Permission.EDIT_POLICY, on=heading.place or None)
    if not PolicyVersion.objects.readable_by(by).filter(pk=source.pk).exists():
        raise OutOfScope("没有找到，或不在您的管辖范围内。")
    parsed = parse_document(heading.over(source.document()))
    content = Content(parsed, checked_cases(source.cases, parsed.policy))
    version = new_draft(content=content, by=by, at=at, origin=of_version(source), replace=replace)
    record(
        by=by,
        action="policy.clone",
        on=version,
        area_code=version.area_code,
        summary=f"复制为草稿：{version}，样本 {source}",
        payload={"hash": content.hash, "source": source.content_hash, "version": source.pk},
    )
    return version
