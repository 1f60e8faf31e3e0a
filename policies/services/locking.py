"""A version under lock, still open to change."""

from __future__ import annotations

from common.errors import Conflict, Problem, Refused
from policies.models import PolicyVersion, Status

OPEN = frozenset({Status.DRAFT, Status.CHECKED})


def locked(version: PolicyVersion) -> PolicyVersion:
    """The version's row as it is now, under lock."""
    fresh: PolicyVersion = (
        PolicyVersion.objects.select_for_update(of=("self",))
        .select_related("policy", "made_by")
        .get(pk=version.pk)
    )
    return fresh


def locked_open(version: PolicyVersion) -> PolicyVersion:
    """The same, refused once published."""
    fresh = locked(version)
    if fresh.status not in OPEN:
        raise Refused(f"{fresh} {fresh.get_status_display()}，不可再改，请另起新版。")
    return fresh


def unchanged_since(version: PolicyVersion, stamp: str) -> None:
    """Raises Conflict when somebody has changed the draft since `stamp` was read."""
    if version.stamp != stamp:
        who = f"由{version.made_by}" if version.made_by else ""
        raise Conflict(
            Problem(
                f"这份草稿在您打开之后已{who}改过，没有保存您的填写",
                code="stale",
                remedy="核对现行内容后再保存一次",
            )
        )
