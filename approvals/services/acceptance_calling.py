"""Calling a joint acceptance: the day, the parties of the rule, the owners' representatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Acceptance, AcceptanceParty
from approvals.services.acceptance_state import report
from common.clock import civil_day
from common.errors import Problem, Refused
from common.names import mask_name
from policies.rules.acceptances import may_be_called
from policies.rules.model import AcceptanceRule
from policies.rules.vocabulary import StepKind, Trigger
from policies.selectors.governing import rule_at
from policies.selectors.ruleset import pick
from renovation.models import Project
from renovation.selectors.situations import step_of
from renovation.services.pins import governing, pin_rule


@transaction.atomic
def open_acceptance(
    *,
    by: User,
    at: datetime,
    project: Project,
    held_on: date,
    owners: Sequence[str],
    owners_body: bool = False,
) -> Acceptance:
    """Call the acceptance on a day with the rule's parties and the owners' representatives.

    With `owners_body` the body that the rule names takes the representatives' place. Names of
    owners are kept masked. Raises Refused with every problem.
    """
    require(by, Permission.RUN_ACCEPTANCE, on=project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    version = governing(project, "acceptance", held_on).version_id
    rule: AcceptanceRule = rule_at(version, "acceptance").rule
    names = [name.strip() for name in owners if name.strip()]
    problems = _standing(project) + _owners(rule, names, body=owners_body)
    if held_on > civil_day(at):
        problems.append(Problem("验收日还没有到", field="held_on", value=str(held_on)))
    if problems:
        raise Refused(problems)
    pin = pin_rule(
        by=by, project=project, rule="acceptance", trigger=Trigger.STEP_OPENED, day=held_on
    )
    row = Acceptance.objects.create(
        project=project,
        pin=pin,
        state="open",
        held_on=held_on,
        opened_at=at,
        opened_by=by,
        attempt=Acceptance.objects.filter(project=project).count() + 1,
    )
    body = _body_name(version, rule) if owners_body else ""
    parties = _parties(row, rule, names, body)
    AcceptanceParty.objects.bulk_create(parties)
    report(by=by, at=at, acceptance=row)
    record(
        by=by,
        action="acceptance.open",
        on=row,
        project_id=project.pk,
        summary=f"{held_on} 联合验收，参加 {len(parties)} 方",
        payload={"owners": len(names)},
    )
    return row


def _body_name(version: int, rule: AcceptanceRule) -> str:
    """What the policy calls the body that may stand in for the representatives."""
    name: str = pick(rule_at(version, "units").rule, rule.owners_body, "units").name
    return name


def _parties(
    acceptance: Acceptance, rule: AcceptanceRule, names: Sequence[str], body: str
) -> list[AcceptanceParty]:
    """Those whom the rule calls, the owners' representatives, the body in their place if any."""
    party = partial(AcceptanceParty, acceptance=acceptance)
    found = [party(key=called.key, name=called.name) for called in rule.parties]
    found += [
        party(key=f"owner{number}", name=mask_name(name), owner=True)
        for number, name in enumerate(names, 1)
    ]
    if body:
        found.append(party(key=rule.owners_body, name=body, owner=True))
    return found


def _standing(project: Project) -> list[Problem]:
    step = step_of(project, StepKind.ACCEPTANCE)
    if step is None:
        return [Problem("办理程序里没有联合验收", code="no_step")]
    found = []
    if step.state not in {"open", "to_evidence"}:
        words = f"“{step.name}”{step.get_state_display()}，现在不能验收"
        found.append(Problem(words, code="step_not_open"))
    if Acceptance.objects.filter(project=project, state="open").exists():
        found.append(Problem("联合验收正在进行", code="acceptance_live"))
    return found


def _owners(rule: AcceptanceRule, names: Sequence[str], *, body: bool) -> list[Problem]:
    if may_be_called(rule, len(names), body=body):
        return []
    if body and not rule.owners_body:
        return [
            Problem(
                "方案没有写业主组织可以代替业主代表",
                code="owners_body",
                field="owners_body",
                expected=f"业主代表 {rule.owners_min} 至 {rule.owners_max} 人",
            )
        ]
    return [
        Problem(
            f"业主代表有 {len(names)} 人",
            code="owners",
            field="owners",
            expected=f"{rule.owners_min} 至 {rule.owners_max} 人",
        )
    ]
