"""The life of a version: checked by a second person, published, retired."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from policies.models import PolicyVersion, Status
from policies.selectors.readiness import failing_cases, open_points
from policies.services.locking import locked


@transaction.atomic
def check_version(*, by: User, at: datetime, version: PolicyVersion) -> PolicyVersion:
    """A second person confirms a draft whose cases all pass. Raises Refused with every problem."""
    require(by, Permission.CHECK_POLICY, on=version.area_code or None)
    version = locked(version)
    problems = []
    if version.status != Status.DRAFT:
        problems.append(
            Problem(f"只有草稿可以复核，{version}现为“{version.get_status_display()}”。")
        )
    if version.made_by_id == by.pk:
        problems.append(Problem("起草人不能复核自己起草的政策，请换一人。", code="second_person"))
    problems += failing_cases(version)
    if problems:
        raise Refused(problems)
    version.status, version.checked_by, version.checked_at = Status.CHECKED, by, at
    version.save(update_fields=["status", "checked_by", "checked_at"])
    _note(by, "policy.check", version, f"复核政策：{version}")
    return version


@transaction.atomic
def publish_version(*, by: User, at: datetime, version: PolicyVersion) -> PolicyVersion:
    """Put a checked version in force for its period.

    Refused with everything at once: not checked, same person, undecided conflict, unbound unit,
    failing case, overlapping period.
    """
    require(by, Permission.PUBLISH_POLICY, on=version.area_code or None)
    version = locked(version)
    problems = [*_persons(version, by), *open_points(version)]
    if problems:
        raise Refused(problems)
    version.status, version.published_by, version.published_at = Status.PUBLISHED, by, at
    version.save(update_fields=["status", "published_by", "published_at"])
    _note(by, "policy.publish", version, f"发布政策：{version}")
    return version


@transaction.atomic
def retire_version(
    *, by: User, at: datetime, version: PolicyVersion, last_day: date, reason: str
) -> PolicyVersion:
    """End a published version; it still governs the days up to `last_day`."""
    require(by, Permission.PUBLISH_POLICY, on=version.area_code or None)
    version = locked(version)
    problems = []
    if version.status != Status.PUBLISHED:
        problems.append(
            Problem(f"只有已发布的版本可以废止，{version}现为“{version.get_status_display()}”。")
        )
    if not reason.strip():
        problems.append(Problem("须写明废止理由", field="reason"))
    last = version.effective_to
    if last_day < version.effective_from or (last and last_day > last):
        problems.append(
            Problem(
                "废止日不在施行期间内",
                field="last_day",
                value=str(last_day),
                expected=f"{version.effective_from} 至 {last or '长期'}之间的日期",
            )
        )
    if problems:
        raise Refused(problems)
    version.status, version.retired_by, version.retired_at = Status.RETIRED, by, at
    version.retired_reason = reason.strip()
    version.period = DateRange(version.effective_from, last_day + timedelta(days=1))
    version.save(update_fields=["status", "retired_by", "retired_at", "retired_reason", "period"])
    _note(by, "policy.retire", version, f"废止政策：{version}，末日 {last_day}")
    return version


def _persons(version: PolicyVersion, by: User) -> list[Problem]:
    problems = []
    if version.status == Status.DRAFT:
        problems.append(Problem("尚未由第二人复核", code="unchecked", remedy="请复核人员先复核"))
    elif version.status != Status.CHECKED:
        problems.append(Problem(f"{version}现为“{version.get_status_display()}”，不能再发布"))
    if version.made_by_id == by.pk:
        problems.append(Problem("起草人不能发布自己起草的政策", code="second_person"))
    if version.made_by_id is None and version.checked_by_id == by.pk:
        problems.append(
            Problem(
                "随产品附带的政策须由两人分别复核、发布",
                code="second_person",
                remedy="由政策法规岗接收为草稿，或换一人发布",
            )
        )
    return problems


def _note(by: User, action: str, version: PolicyVersion, summary: str) -> None:
    record(
        by=by,
        action=action,
        on=version,
        area_code=version.area_code,
        summary=summary,
        payload={
            "hash": version.content_hash,
            "from": str(version.effective_from),
            "to": str(version.effective_to or ""),
        },
    )
