"""Opening, extending and voiding a round."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import Round
from approvals.rules.papers import shown
from approvals.rules.serials import prefix
from approvals.selectors.recounting import roll_units
from approvals.services import tallies
from approvals.services.rolls import DraftRoll, draft_roll, fingerprint, freeze
from common.clock import SHANGHAI, civil_day
from common.errors import Problem, Refused
from policies.rules.model import ConsentRound
from policies.rules.vocabulary import StepKind, Trigger
from policies.selectors.governing import rule_at
from renovation.models import Project, Step
from renovation.selectors.situations import step_of
from renovation.services.pins import governing, pin_rule

NAMED = 5  # rooms named in one message


@transaction.atomic
def open_round(
    *,
    by: User,
    at: datetime,
    project: Project,
    key: str,
    closes_at: datetime,
    organiser: str,
    contact: str = "",
) -> Round:
    """Freeze the roll from the register and start asking.

    Pins the consent rule on the civil day of `at`. Raises Refused with every problem: the step
    is not open, a round of this key is live, the register is empty, dates or organiser are missing.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    roll = draft_roll(project)
    problems = [*standing(project, key), *_form(at, closes_at, organiser), *_register(roll)]
    if problems:
        raise Refused(problems)
    day = civil_day(at)
    version = governing(project, f"rounds.{key}", day).version_id
    rule: ConsentRound = rule_at(version, "rounds", key).rule
    pin = pin_rule(
        by=by, project=project, rule=f"rounds.{key}", trigger=Trigger.ROUND_OPENED, day=day
    )
    round_ = Round.objects.create(
        project=project,
        key=key,
        name=rule.name,
        attempt=Round.objects.filter(project=project, key=key).count() + 1,
        pin=pin,
        state="open",
        organiser=organiser.strip(),
        contact=contact.strip(),
        opens_at=at,
        closes_at=closes_at,
        heads=len(roll.heads),
        units=roll.units,
        area=roll.area,
        roll_sha256=fingerprint(roll),
        items=[matter.key for matter in rule.matters],
        opened_at=at,
        opened_by=by,
    )
    _start(round_, roll, by=by, at=at)
    _enter_opening(round_, by=by)
    return round_


@transaction.atomic
def extend_round(
    *, by: User, at: datetime, round_: Round, closes_at: datetime, reason: str
) -> Round:
    """Put the closing instant of an open round off, with its reason."""
    require(by, Permission.OPEN_ROUND, on=round_)
    row = tallies.under_way(round_.pk)
    problems = []
    if row.state != "open":
        problems.append(Problem(f"“{row.name}”不在征询中，不能延期", code="not_open"))
    if closes_at <= max(row.closes_at, at):
        expected = f"晚于 {shown(max(row.closes_at, at))}"
        problems.append(Problem("新的截止时间没有延后", field="closes_at", expected=expected))
    if not reason.strip():
        problems.append(Problem("请写明延期的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    before, row.closes_at = row.closes_at, closes_at
    row.save(update_fields=["closes_at"])
    record(
        by=by,
        action="round.extend",
        on=row,
        project_id=row.project_id,
        summary=f"{row.name}延期：{shown(before)} → {shown(closes_at)}（{reason.strip()}）",
        payload={"from": before.isoformat(), "to": closes_at.isoformat()},
    )
    return row


@transaction.atomic
def void_round(*, by: User, at: datetime, round_: Round, reason: str) -> Round:
    """Take a round out of force before its tally is confirmed; its papers stay on file."""
    require(by, Permission.OPEN_ROUND, on=round_)
    row = tallies.locked(round_.pk)
    problems = []
    if row.state not in {"open", "closed"}:
        words = f"“{row.name}”{row.get_state_display()}，不能作废"
        problems.append(Problem(words, code="not_live"))
    if not reason.strip():
        problems.append(Problem("请写明作废的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    row.state, row.note = "void", reason.strip()[:200]
    row.save(update_fields=["state", "note"])
    tallies.take_back(by=by, at=at, round_=row)
    record(
        by=by,
        action="round.void",
        on=row,
        project_id=row.project_id,
        summary=f"{row.name}作废（{reason.strip()}）",
        payload={"attempt": row.attempt},
    )
    return row


@transaction.atomic
def reopen_round(
    *, by: User, at: datetime, round_: Round, closes_at: datetime, reason: str
) -> Round:
    """Take papers again until a later instant, while the count is not confirmed yet.

    The roll stays as frozen; closing tallies stay on file. Refused without a reason, when the new
    instant lies behind, or when nothing is closed.
    """
    require(by, Permission.OPEN_ROUND, on=round_)
    row = tallies.under_way(round_.pk)
    problems = []
    if row.state != "closed":
        words = f"“{row.name}”{row.get_state_display()}，不能重新开放"
        remedy = "已复核的另开一轮" if row.state == "confirmed" else ""
        problems.append(Problem(words, code="not_closed", remedy=remedy))
    if closes_at <= at:
        expected = f"晚于 {shown(at)}"
        problems.append(Problem("新的截止时间已过", field="closes_at", expected=expected))
    if not reason.strip():
        problems.append(Problem("请写明重新开放的原因", code="reason_needed", field="reason"))
    if problems:
        raise Refused(problems)
    before, row.state, row.closes_at = row.closes_at, "open", closes_at
    row.closed_at = row.closed_by = None
    row.note, row.hand_counts = reason.strip()[:200], {}
    row.save(update_fields=["state", "closes_at", "closed_at", "closed_by", "note", "hand_counts"])
    record(
        by=by,
        action="round.reopen",
        on=row,
        project_id=row.project_id,
        summary=f"{row.name}重新开放至 {shown(closes_at)}（{reason.strip()}）",
        payload={"from": before.isoformat(), "to": closes_at.isoformat()},
    )
    return row


@transaction.atomic
def void_live(*, by: User, on: date, project: Project, reason: str) -> int:
    """Void the rounds of a project that leaves the plan on that day (settings.WITHDRAWALS).

    Returns how many. Nobody is asked any more; papers stay on file.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    at = datetime.combine(on, time.max, tzinfo=SHANGHAI)
    live = Round.objects.filter(project=project, state__in=["open", "closed"])
    for row in live:
        void_round(by=by, at=at, round_=row, reason=f"项目退出计划：{reason}")
    return len(live)


def consent_step(project: Project, key: str) -> Step | None:
    """The project's step that carries out this round."""
    return step_of(project, StepKind.CONSENT, key)


def round_number(project: Project, key: str) -> int:
    """1 for the first consent step of the procedure, 2 for the second, …"""
    keys = project.steps.filter(kind=StepKind.CONSENT).order_by("position")
    subjects = list(dict.fromkeys(keys.values_list("subject", flat=True)))
    return subjects.index(key) + 1 if key in subjects else 1


def standing(project: Project, key: str) -> list[Problem]:
    """What of the project's state keeps this round from being opened."""
    found = []
    step = consent_step(project, key)
    if step is None:
        found.append(Problem("办理程序里没有这一轮征询", code="no_step", field="key", value=key))
    elif step.state not in {"open", "to_evidence"}:
        words = step.get_state_display()
        found.append(
            Problem(
                f"“{step.name}”{words}，现在不能开启征询",
                code="step_not_open",
                remedy="先办结前面的步骤" if step.state == "waiting" else "",
            )
        )
    for row in Round.objects.filter(project=project, key=key, state__in=["open", "closed"]):
        words = f"“{row.name}”正在进行（{row.get_state_display()}），不能再开一轮"
        found.append(Problem(words, code="round_live", remedy="先截止并复核，或作废"))
    return found


def _start(round_: Round, roll: DraftRoll, *, by: User, at: datetime) -> None:
    """Freeze the roll with its serials and begin the running count at nothing."""
    project = round_.project
    number = round_number(project, round_.key)
    units = freeze(round_, roll, prefix(number, round_.attempt, project.code))
    tallies.start_running(round_, roll_units(units), at)
    whole = tallies.apply(round_, {}, at)
    tallies.report(by=by, at=at, round_=round_, whole=whole)


def _enter_opening(round_: Round, *, by: User) -> None:
    record(
        by=by,
        action="round.open",
        on=round_,
        area_code=round_.area_code,
        project_id=round_.project_id,
        summary=f"开启{round_.name}：名册 {round_.heads} 人、{round_.units} 套、{round_.area} ㎡",
        payload={"roll": round_.roll_sha256, "closes_at": round_.closes_at.isoformat()},
    )


def _form(at: datetime, closes_at: datetime, organiser: str) -> list[Problem]:
    found = []
    if closes_at <= at:
        expected = f"晚于开启时间 {shown(at)}"
        found.append(Problem("截止时间早于开启时间", field="closes_at", expected=expected))
    if not organiser.strip():
        found.append(Problem("请填写组织单位", code="required", field="organiser"))
    return found


def _register(roll: DraftRoll) -> list[Problem]:
    if not roll.heads:
        return [
            Problem(
                "小区台账里还没有房屋和业主，名册为空",
                code="empty_register",
                remedy="先在“楼栋住户”登记房屋、面积和业主",
            )
        ]
    if not roll.ownerless:
        return []
    rooms = "、".join(unit.label for unit in roll.ownerless[:NAMED])
    more = f"等 {len(roll.ownerless)} 套" if len(roll.ownerless) > NAMED else ""
    return [
        Problem(
            f"{rooms}{more}没有登记业主，不能确定由谁表决",
            code="ownerless",
            remedy="先在“楼栋住户”补登业主",
        )
    ]
