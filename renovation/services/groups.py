"""Clusters and investment projects: entered, changed, their projects chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Conflict, Problem, Refused
from policies.rules.gates import FactValue
from renovation.models import GroupMember, Project, ProjectGroup
from renovation.models.groups import GROUP_KINDS
from renovation.services.facts import clear_facts, record_facts

_MEMBER = "cluster.member"


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """What the approving paper says of a group; totals that it does not state are empty."""

    kind: str
    area_code: str
    name: str
    first_year: int
    last_year: int
    document_no: str
    code: str = ""
    buildings: int | None = None
    households: int | None = None
    floor_area: Decimal | None = None
    investment: Decimal | None = None


@transaction.atomic
def enter_group(
    *,
    by: User,
    at: datetime,
    entry: GroupEntry,
    projects: Sequence[Project],
    group: ProjectGroup | None = None,
    version: int = 0,
) -> ProjectGroup:
    """A new group, or other words and members for one; the projects given are all its members.

    Members of a cluster get the fact that they lie in one. Raises Refused with every problem, and
    Conflict when somebody changed the group since `version`.
    """
    require(by, Permission.IMPORT_PLAN, on=group or entry.area_code)
    row = ProjectGroup.objects.select_for_update().get(pk=group.pk) if group else ProjectGroup()
    if group and row.version != version:
        raise Conflict(Problem("别人刚改过，请刷新后再改", code="moved"))
    problems = _problems(entry, projects, row)
    if problems:
        raise Refused(problems)
    for name in entry.__dataclass_fields__:
        setattr(row, name, getattr(entry, name))
    row.version += 1
    row.save()
    _members(by, at, row, projects)
    record(
        by=by,
        action="group.enter",
        on=row,
        summary=f"{row.get_kind_display()}“{row.name}”：{len(projects)} 个项目，{row.document_no}",
        payload={"projects": [project.pk for project in projects]},
    )
    return row


def _members(by: User, at: datetime, row: ProjectGroup, projects: Sequence[Project]) -> None:
    before = {one.project_id: one.project for one in row.members.select_related("project")}
    now = {project.pk: project for project in projects}
    row.members.exclude(project__in=now).delete()
    GroupMember.objects.bulk_create(
        [
            GroupMember(group=row, project=project, kind=row.kind)
            for pk, project in now.items()
            if pk not in before
        ]
    )
    if row.kind != "cluster":
        return
    for pk, project in now.items():
        if pk not in before:
            fact = FactValue(_MEMBER, "", value=True)
            source = f"{row.name}（{row.document_no}）"
            record_facts(by=by, at=at, project=project, facts=[fact], source=source)
    for pk, project in before.items():
        if pk not in now:
            clear_facts(by=by, at=at, project=project, keys=[(_MEMBER, "")])


def _problems(entry: GroupEntry, projects: Sequence[Project], row: ProjectGroup) -> list[Problem]:
    found = []
    if entry.kind not in GROUP_KINDS:
        words = "、".join(GROUP_KINDS.values())
        found.append(Problem("没有这类组合", field="kind", value=entry.kind, expected=words))
    if not entry.name.strip():
        found.append(Problem("请填写名称", field="name"))
    if not entry.document_no.strip():
        found.append(Problem("请填写批准文号", field="document_no"))
    if entry.last_year < entry.first_year:
        found.append(Problem("截止年度早于起始年度", field="last_year", value=str(entry.last_year)))
    if row.pk and entry.kind != row.kind:
        found.append(Problem("类别不能改，请另行登记", field="kind"))
    same = ProjectGroup.objects.filter(
        area_code=entry.area_code, kind=entry.kind, name=entry.name.strip()
    )
    if same.exclude(pk=row.pk).exists():
        found.append(Problem("同名的已经登记", field="name", value=entry.name))
    outside = [one for one in projects if not one.area_code.startswith(entry.area_code)]
    found += [Problem("项目不在当地", field="projects", value=one.name) for one in outside]
    taken = GroupMember.objects.filter(project__in=projects, kind=entry.kind)
    for one in taken.exclude(group=row.pk).select_related("project", "group"):
        words = f"已在“{one.group.name}”中"
        found.append(Problem(words, field="projects", value=one.project.name))
    return found
