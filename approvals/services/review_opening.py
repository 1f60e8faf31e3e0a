"""Opening a joint review: every party that the rule names is asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Opinion, Review
from approvals.services.review_state import report
from common.clock import civil_day
from common.errors import Problem, Refused
from districts.models import ResponsibleUnit
from policies.rules.model import ReviewRule
from policies.rules.vocabulary import StepKind, Trigger
from policies.selectors.governing import rule_at, unit_codes
from renovation.models import Project, Step
from renovation.selectors.situations import step_of
from renovation.services.pins import governing, pin_rule


@transaction.atomic
def open_review(
    *,
    by: User,
    at: datetime,
    project: Project,
    key: str,
    accepted_on: date,
    low_risk: bool = False,
) -> Review:
    """Accept a project for joint review and ask every party of the rule for its opinion."""
    require(by, Permission.EDIT_PROJECT, on=project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    step = step_of(project, StepKind.REVIEW, key)
    problems = _standing(project, key, step)
    if accepted_on > civil_day(at):
        problems.append(Problem("受理日还没有到", field="accepted_on", value=str(accepted_on)))
    if problems:
        raise Refused(problems)
    version = governing(project, f"reviews.{key}", accepted_on).version_id
    rule: ReviewRule = rule_at(version, "reviews", key).rule
    pin = pin_rule(
        by=by, project=project, rule=f"reviews.{key}", trigger=Trigger.STEP_OPENED, day=accepted_on
    )
    review = Review.objects.create(
        project=project,
        key=key,
        name=rule.name,
        pin=pin,
        state="open",
        accepted_on=accepted_on,
        attempt=Review.objects.filter(project=project, key=key).count() + 1,
        due_on=step.due_on if step else None,
        low_risk=low_risk,
        opened_at=at,
        opened_by=by,
    )
    _ask(review, rule, version, project)
    report(by=by, at=at, review=review)
    record(
        by=by,
        action="review.open",
        on=review,
        project_id=project.pk,
        summary=f"受理{rule.name}，征求 {len(rule.parties)} 家意见",
        payload={"low_risk": low_risk},
    )
    return review


def _standing(project: Project, key: str, step: Step | None) -> list[Problem]:
    """What of the project's state keeps this review from being opened."""
    found = []
    if step is None:
        found.append(Problem("办理程序里没有这一项审查", code="no_step", field="key", value=key))
    elif step.state not in {"open", "to_evidence"}:
        words = f"“{step.name}”{step.get_state_display()}，现在不能受理"
        found.append(Problem(words, code="step_not_open"))
    if Review.objects.filter(project=project, key=key, state="open").exists():
        found.append(Problem("这一项审查正在征求意见", code="review_live"))
    return found


def _ask(review: Review, rule: ReviewRule, version: int, project: Project) -> None:
    codes = unit_codes(version, project.area_code)
    names = dict(
        ResponsibleUnit.objects.filter(code__in=codes.values()).values_list("code", "name")
    )
    Opinion.objects.bulk_create(
        Opinion(
            review=review,
            unit_code=codes.get(party.unit, party.key),
            unit_name=names.get(codes.get(party.unit, ""), party.name),
        )
        for party in rule.parties
    )
