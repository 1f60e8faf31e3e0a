"""Opening a round: the roll freezes, the running count begins at nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.services.audit import record
from approvals.models import HeadUnit, Round
from approvals.rules.members import named
from approvals.rules.papers import shown
from approvals.rules.parts import kinds_of
from approvals.rules.serials import prefix
from approvals.selectors.register import places_of
from approvals.services import tallies
from approvals.services.rolls import DraftRoll, Members, draft_roll, fingerprint, freeze
from approvals.services.rounds import consent_step, round_number
from common.clock import civil_day
from common.errors import Problem, Refused
from policies.rules.consent import GROUPS
from policies.rules.model import ConsentRound
from policies.rules.vocabulary import StepKind, Trigger
from policies.selectors.governing import rule_at
from renovation.models import Project
from renovation.services.pins import governing, pin_rule

NAMED = 5  # rooms named in one message
Named = Mapping[str, Mapping[str, Sequence[str]]]  # matter → group → homes in words
SCOPE_WORDS = {"building": "楼栋", "entrance": "单元"}


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a round asks: buildings or entrances ("3", "3-2") where its rule asks in some only.

    `groups`: who pays and who is affected, where a matter's tests ask about them.
    """

    places: Sequence[str] = ()
    groups: Named = field(default_factory=dict)


EVERYBODY = Whom()


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
    whom: Whom = EVERYBODY,
) -> Round:
    """Freeze the roll from the register and start asking.

    Pins the consent rule on the civil day of `at`. Raises Refused with every problem: the step is
    not open, a round of this key is live in these places, the register is empty, places or groups
    do not fit the rule, dates are missing.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    day = civil_day(at)
    version = governing(project, f"rounds.{key}", day).version_id
    rule: ConsentRound = rule_at(version, "rounds", key).rule
    asked = sorted(set(whom.places))
    roll = draft_roll(project, asked)
    members, unclear = members_of(rule, roll, whom.groups)
    problems = [
        *standing(project, rule, asked, roll),
        *form_problems(at, closes_at, organiser),
        *register_problems(roll),
        *unclear,
    ]
    if problems:
        raise Refused(problems)
    pin = pin_rule(
        by=by, project=project, rule=f"rounds.{key}", trigger=Trigger.ROUND_OPENED, day=day
    )
    round_ = Round(
        project=project,
        key=key,
        pin=pin,
        organiser=organiser.strip(),
        contact=contact.strip(),
        places=asked,
        opens_at=at,
        closes_at=closes_at,
    )
    _start(round_, rule, roll, members, by=by)
    _enter(round_, by=by)
    return round_


def standing(
    project: Project, rule: ConsentRound, places: Sequence[str], roll: DraftRoll
) -> list[Problem]:
    """What of the project's state, or of the places, keeps this round from being opened."""
    found = _places(project, rule, places)
    step = consent_step(project, rule.key)
    if step is None and rule.scope == "community":
        found.append(
            Problem("办理程序里没有这一轮征询", code="no_step", field="key", value=rule.key)
        )
    elif step is not None and step.state not in {"open", "to_evidence"}:
        words = step.get_state_display()
        found.append(
            Problem(
                f"“{step.name}”{words}，现在不能开启征询",
                code="step_not_open",
                remedy="先办结前面的步骤" if step.state == "waiting" else "",
            )
        )
    live = Round.objects.filter(project=project, key=rule.key, state__in=["open", "closed"])
    if places:
        units = [unit.pk for head in roll.heads for unit in head.units]
        asked = HeadUnit.objects.filter(round__in=live, unit__in=units)
        live = live.filter(pk__in=asked.values("round"))
    for row in live:
        words = f"“{row.name}”正在进行（{row.get_state_display()}），不能再开一轮"
        found.append(Problem(words, code="round_live", remedy="先截止并复核，或作废"))
    return found


def _places(project: Project, rule: ConsentRound, places: Sequence[str]) -> list[Problem]:
    if rule.scope == "community":
        if not places:
            return []
        return [Problem("这一轮征询全小区，不分楼栋、单元", code="places", field="places")]
    words = SCOPE_WORDS[rule.scope]
    if not places:
        return [Problem(f"请指明在哪些{words}征询", code="places", field="places")]
    known = places_of(project, rule.scope)
    return [
        Problem(f"小区台账里没有这个{words}", code="places", field="places", value=place)
        for place in places
        if place not in known
    ]


def members_of(
    rule: ConsentRound, roll: DraftRoll, groups: Named
) -> tuple[dict[str, Members], list[Problem]]:
    """Units by group and matter, and what is wrong: homes that are not there, nobody named."""
    codes = {unit.code: unit.pk for head in roll.heads for unit in head.units}
    found: dict[str, dict[int, frozenset[str]]] = {"paying": {}, "affected": {}}
    problems = []
    for matter in rule.matters:
        for group in sorted({group for group, _ in kinds_of(matter)} - {"owners"}):
            units, unknown = named(groups.get(matter.key, {}).get(group, ()), codes)
            field = f"{group}_{matter.key}"
            problems += [
                Problem(f"名册里没有“{word}”", code="not_on_roll", field=field, value=word)
                for word in unknown
            ]
            if not units and not unknown:
                words = f"请指明“{matter.name}”的{GROUPS[group]}"
                problems.append(Problem(words, code="group_needed", field=field))
            for unit in units:
                found[group][unit] = found[group].get(unit, frozenset()) | {matter.key}
    return dict(found), problems


def _start(
    round_: Round, rule: ConsentRound, roll: DraftRoll, members: Mapping[str, Members], *, by: User
) -> None:
    """Save the round with its roll frozen and serials given; the running count is at nothing."""
    at, project = round_.opens_at, round_.project
    same = Round.objects.filter(project=project, key=rule.key, places=round_.places)
    round_.attempt = same.count() + 1
    round_.name, round_.items = rule.name, [matter.key for matter in rule.matters]
    round_.heads, round_.units, round_.area = len(roll.heads), roll.units, roll.area
    round_.roll_sha256 = fingerprint(roll)
    round_.opened_at, round_.opened_by = at, by
    round_.save()
    units = freeze(round_, roll, serial_head(round_), members)
    tallies.start_running(round_, units, at)
    whole = tallies.apply(round_, {}, at)
    tallies.report(by=by, at=at, round_=round_, whole=whole)


def serial_head(round_: Round) -> str:
    """What the serials of this round begin with; no other round of the project has the same.

    Rounds of some buildings or entrances are numbered on after the procedure's own.
    """
    project = round_.project
    if not round_.partial:
        return prefix(round_number(project, round_.key), round_.attempt, project.code)
    own = project.steps.filter(kind=StepKind.CONSENT).values("subject").distinct().count()
    before = Round.objects.filter(project=project, pk__lte=round_.pk).exclude(places=[])
    return prefix(own + before.count(), 1, project.code)


def _enter(round_: Round, *, by: User) -> None:
    where = f"（{'、'.join(round_.places)}）" if round_.partial else ""
    roll = f"名册 {round_.heads} 人、{round_.units} 套、{round_.area} ㎡"
    record(
        by=by,
        action="round.open",
        on=round_,
        area_code=round_.area_code,
        project_id=round_.project_id,
        summary=f"开启{round_.name}{where}：{roll}",
        payload={
            "roll": round_.roll_sha256,
            "places": round_.places,
            "closes_at": round_.closes_at.isoformat(),
        },
    )


def form_problems(at: datetime, closes_at: datetime, organiser: str) -> list[Problem]:
    """What is wrong with the dates and the organiser."""
    found = []
    if closes_at <= at:
        expected = f"晚于开启时间 {shown(at)}"
        found.append(Problem("截止时间早于开启时间", field="closes_at", expected=expected))
    if not organiser.strip():
        found.append(Problem("请填写组织单位", code="required", field="organiser"))
    return found


def register_problems(roll: DraftRoll) -> list[Problem]:
    """What the register lacks for a roll: units at all, or their owners."""
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
