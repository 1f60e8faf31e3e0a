"""A project as a whole: withdrawn from the plan, given to a handler."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.access import can, require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.errors import Problem, Refused
from policies.rules.vocabulary import Lifecycle
from renovation.models import Project, Step
from renovation.services import progress


@transaction.atomic
def withdraw(*, by: User, on: date, project: Project, reason: str) -> Project:
    """Take a project out of the plan, with its reason; what was done stays on record."""
    require(by, Permission.WITHDRAW_PROJECT, on=project)
    project = progress.locked(project.pk)
    if not reason.strip():
        raise Refused(Problem("请写明退出理由和依据文件", field="reason"))
    progress.move(by=by, on=on, project=project, target=Lifecycle.WITHDRAWN, reason=reason.strip())
    for name in settings.WITHDRAWALS:
        end: Callable[..., object] = import_string(name)
        end(by=by, on=on, project=project, reason=reason.strip())
    progress.refresh(project, Step.objects.filter(project=project))
    record(
        by=by,
        action="project.withdraw",
        on=project,
        project_id=project.pk,
        summary=f"退出：{reason.strip()}",
        payload={"on": on.isoformat()},
    )
    return project


@transaction.atomic
def set_handler(*, by: User, on: date, project: Project, handler: User | None) -> Project:
    """Name the person of the bureau who handles the project; it must lie in that person's scope."""
    require(by, Permission.EDIT_PROJECT, on=project)
    project = progress.locked(project.pk)
    if handler is not None and not can(handler, Permission.VIEW_PROJECTS, on=project):
        raise Refused(
            Problem(
                f"{handler} 管辖范围内没有这个项目",
                field="handler",
                remedy="请选本县（市、区）的经办人",
            )
        )
    project.handler = handler
    project.version += 1
    project.save(update_fields=["handler", "version"])
    record(
        by=by,
        action="project.handler",
        on=project,
        project_id=project.pk,
        summary=f"经办人：{handler or '未指定'}",
        payload={"handler": handler.pk if handler else None, "on": on.isoformat()},
    )
    return project
