"""Pins: written once on the trigger's day, they say which version governs a rule from then on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from common.clock import real_now
from policies.rules.vocabulary import Trigger
from renovation.models import Project, RulePin
from renovation.selectors.governing import Governing, governing, in_force
from renovation.selectors.overview import rule_words

__all__ = ["Governing", "governing", "pin_rule"]


@transaction.atomic
def pin_rule(
    *, by: User, project: Project, rule: str, trigger: Trigger, day: date, reason: str = ""
) -> RulePin:
    """Write down which version governs from now on; a rule already pinned stays as it is.

    The version is the one in force on `day`. Raises Undecidable when there is none.
    """
    require(by, Permission.VIEW_PROJECTS, on=project)
    pin = RulePin.objects.filter(project=project, rule=rule, superseded=False).first()
    if pin is not None:
        return pin
    found = in_force(project.area_code, rule, day)
    pin = RulePin.objects.create(
        project=project,
        rule=rule,
        trigger=trigger,
        day=day,
        version_id=found.version_id,
        pinned_at=real_now(),
        pinned_by=by,
        reason=reason,
    )
    record(
        by=by,
        action="rule.pin",
        on=pin,
        area_code=project.area_code,
        project_id=project.pk,
        summary=f"{rule_words(rule)}自 {day} 起适用 {found.version.title} "
        f"第 {found.version.sequence} 版",
        payload={"rule": rule, "day": day.isoformat(), "version": found.version.hash},
    )
    return pin
