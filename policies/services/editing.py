"""Changing a draft in the browser: a rule, or the worked cases. Each change is a new content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from policies.loading.cases import checked_cases
from policies.loading.editing import edited, rule_of
from policies.loading.parse import Parsed, parse_document
from policies.loading.reshaping import Reshape
from policies.models import PolicyVersion, Status
from policies.rules.differences import differences
from policies.selectors.governing import policy_of
from policies.services.keeping import Content, write
from policies.services.locking import locked_open, unchanged_since

_DONE = {"drop": "删去一处", "double": "加一条同样的", "earlier": "上移一处", "later": "下移一处"}
_TOLD = 40  # differences that the audit entry lists one by one


@transaction.atomic
def edit_rule(
    *,
    by: User,
    at: datetime,
    version: PolicyVersion,
    stamp: str,
    rule: str,
    values: Mapping[str, Any],
    reshape: Reshape | None = None,
) -> PolicyVersion:
    """Set values of one rule (path → text) and check the whole document again.

    `reshape` takes a row of it out, puts one like it beside it, or moves it, in the same breath.

    The version becomes a draft of `by`: an earlier check falls away, and so does the decision of
    a conflict whose readings changed. Raises Refused with every problem at its path, Conflict when
    the draft is no longer what `stamp` saw.
    """
    require(by, Permission.EDIT_POLICY, on=version.area_code or None)
    version = _mine(version, by, stamp)
    document = version.document()
    found = rule_of(document, rule)
    if found is None:
        raise Refused(Problem("没有这条规则", code="unknown_rule", field="rule", value=rule))
    parsed = edited(document, found, values, reshape)
    content = Content(parsed, _without_gone_conflicts(version.cases, parsed))
    done = _DONE[reshape.do] if reshape else ""
    what = f"修改“{found.title}”" + (f"（{done}）" if done else "")
    return _kept(version, content, by, at, what)


@transaction.atomic
def edit_cases(
    *,
    by: User,
    at: datetime,
    version: PolicyVersion,
    stamp: str,
    cases: Sequence[Mapping[str, Any]],
    reason: str = "",
) -> PolicyVersion:
    """Put other worked cases in the place of a draft's; each checked for its shape. As above.

    What is left out is deleted: that takes a `reason`, which the trail keeps with the numbers.
    """
    require(by, Permission.EDIT_POLICY, on=version.area_code or None)
    version = _mine(version, by, stamp)
    parsed = parse_document(version.document())
    content = Content(parsed, checked_cases([dict(case) for case in cases], parsed.policy))
    left = {case["id"] for case in content.cases}
    gone = [case["id"] for case in version.cases if case["id"] not in left]
    if gone and not reason.strip():
        raise Refused(
            Problem(
                f"删去算例须写明理由：{'、'.join(gone)}",
                code="reason_missing",
                field="reason",
                remedy="写明为什么不再适用",
            )
        )
    what = f"修改算例，现有 {len(content.cases)} 个"
    if gone:
        what += f"；删去 {'、'.join(gone)}：{reason.strip()}"
    return _kept(version, content, by, at, what)


@transaction.atomic
def keep_case(
    *,
    by: User,
    at: datetime,
    version: PolicyVersion,
    stamp: str,
    case: Mapping[str, Any],
    replaces: str = "",
) -> PolicyVersion:
    """Add a worked case to a draft, or put it in the place of the one numbered `replaces`.

    It need not pass: a case that fails says that a rule is wrong. Raises as `edit_rule`, Refused
    with the problem at `id` where another case has the number.
    """
    require(by, Permission.EDIT_POLICY, on=version.area_code or None)
    version = _mine(version, by, stamp)
    numbers = [one["id"] for one in version.cases]
    if replaces and replaces not in numbers:
        raise Refused(Problem("没有这个算例", code="unknown_case", field="id", value=replaces))
    if not replaces and case["id"] in numbers:
        raise Refused(
            Problem(
                "这个编号已有算例",
                code="case_twice",
                field="id",
                value=str(case["id"]),
                remedy="换一个编号",
            )
        )
    kept = [dict(one) for one in version.cases]
    new = {**case, "id": replaces or case["id"]}
    if replaces:
        kept[numbers.index(replaces)] = new
    else:
        kept.append(new)
    parsed = parse_document(version.document())
    try:
        content = Content(parsed, checked_cases(kept, parsed.policy))
    except Refused as refusal:
        problems = refusal.problems
        raise Refused(
            [replace(one, field=one.field.rpartition("].")[2]) for one in problems]
        ) from refusal
    what = "改" if replaces else "新加"
    return _kept(version, content, by, at, f"{what}算例 {new['id']}：{new['title']}")


def _mine(version: PolicyVersion, by: User, stamp: str) -> PolicyVersion:
    """Under lock, as it was seen, and nobody else's: the maker answers for every word of it."""
    fresh = locked_open(version)
    if fresh.made_by_id not in {None, by.pk}:
        raise Refused(
            Problem(
                f"草稿由{fresh.made_by}起草，只由起草人修改",
                code="not_the_maker",
                remedy="请起草人修改，或发布后另起新版",
            )
        )
    unchanged_since(fresh, stamp)
    return fresh


def _kept(
    version: PolicyVersion, content: Content, by: User, at: datetime, what: str
) -> PolicyVersion:
    if content.is_in(version) and version.made_by_id is not None:
        return version
    before, was = policy_of(version), version.content_hash
    _drop_decisions(version, content.parsed.content)
    version.status, version.shipped = Status.DRAFT, False
    version.checked_by = version.checked_at = None
    write(version=version, content=content, by=by, at=at)
    changes = differences(before, content.parsed.policy)
    record(
        by=by,
        action="policy.edit",
        on=version,
        area_code=version.area_code,
        summary=f"{what}：{version}",
        payload={
            "from": was,
            "to": content.hash,
            "changes": [f"{one.path}: {one.old} → {one.new}"[:200] for one in changes[:_TOLD]],
            "count": len(changes),
        },
    )
    return version


def _without_gone_conflicts(
    cases: Sequence[Mapping[str, Any]], parsed: Parsed
) -> list[dict[str, Any]]:
    """A case rests on no contradiction that the document no longer has."""
    known = {one.id for one in parsed.policy.conflicts}
    return [
        {**case, "depends": [one for one in case["depends"] if one in known]}
        if set(case.get("depends", ())) - known
        else dict(case)
        for case in cases
    ]


def _drop_decisions(version: PolicyVersion, new: Mapping[str, Any]) -> None:
    """A decision stands while the readings it chose between stand."""
    old_readings, new_readings = (
        {one["id"]: (one["title"], one["readings"]) for one in content.get("conflicts", ())}
        for content in (version.content, new)
    )
    gone = [key for key, text in old_readings.items() if new_readings.get(key) != text]
    version.decisions.filter(conflict_id__in=gone).delete()
