"""Opening a round: the roll freezes, the running count begins at nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Round
from approvals.rules.members import named
from approvals.rules.parts import kinds_of
from approvals.rules.serials import prefix
from approvals.selectors.clusters import Electorate, electorate
from approvals.services import tallies
from approvals.services.locking import lock_projects
from approvals.services.opening_checks import form_problems, register_problems, standing
from approvals.services.rolls import DraftRoll, Members, fingerprint, freeze, roll_of
from approvals.services.round_trail import record_in_all
from approvals.services.rounds import round_number
from common.clock import civil_day
from common.collecting import collecting_afterwards
from common.errors import Problem, Refused
from policies.rules.consent import GROUPS
from policies.rules.model import ConsentRound
from policies.rules.vocabulary import StepKind, Trigger
from renovation.models import Project, RulePin
from renovation.services.pins import pin_rule

KEPT = 200  # doubtful cases that the trail names
Named = Mapping[str, Mapping[str, Sequence[str]]]  # matter → group → homes in words


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a round asks: buildings or entrances ("3", "3-2") where its rule asks in some only.

    `groups`: who pays and who is affected, where a matter's tests ask about them.
    """

    places: Sequence[str] = ()
    groups: Named = field(default_factory=dict)


EVERYBODY = Whom()


@collecting_afterwards()
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

    Pins the consent rule on the civil day of `at`. A rule over a cluster asks in all of its
    communities at once, whichever of its projects is given. Raises Refused with every problem: the
    step is not open, a round of this key is live in these places, the register is empty, places or
    groups do not fit the rule, dates are missing.
    """
    require(by, Permission.OPEN_ROUND, on=project)
    day = civil_day(at)
    asked = electorate(project, key, day)
    require(by, Permission.OPEN_ROUND, on=asked)
    lock_projects([one.pk for one in asked.projects])
    places = sorted(set(whom.places))
    roll = roll_of(asked, places)
    members, unclear = members_of(asked.rule, roll, whom.groups)
    problems = [
        *standing(asked, day, places, roll),
        *form_problems(at, closes_at, organiser),
        *register_problems(roll),
        *unclear,
    ]
    if problems:
        raise Refused(problems)
    round_ = Round(
        project=asked.lead,
        key=key,
        pin=_pinned(by, asked, day),
        organiser=organiser.strip(),
        contact=contact.strip(),
        places=places,
        opens_at=at,
        closes_at=closes_at,
        **asked.kept(),
    )
    _start(round_, asked.rule, roll, members, by=by)
    _enter(round_, roll, by=by)
    return round_


def _pinned(by: User, asked: Electorate, day: date) -> RulePin:
    """The rule of every project pinned; the pin of the one that the round is kept with."""
    rule, trigger = f"rounds.{asked.rule.key}", Trigger.ROUND_OPENED
    pins = [
        pin_rule(by=by, project=one, rule=rule, trigger=trigger, day=day) for one in asked.projects
    ]
    return pins[0]


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


def _enter(round_: Round, frozen: DraftRoll, *, by: User) -> None:
    """The trail keeps what was doubtful, and how it was counted when the roll froze."""
    where = f"（{'、'.join(round_.places)}）" if round_.partial else ""
    if round_.cluster:
        where = f"（{round_.cluster}，{len(round_.members)} 个小区）"
    roll = f"名册 {round_.heads} 人、{round_.units} 套、{round_.area} ㎡"
    record_in_all(
        by=by,
        action="round.open",
        round_=round_,
        summary=f"开启{round_.name}{where}：{roll}{_open_cases(frozen)}",
        payload={
            "roll": round_.roll_sha256,
            "places": round_.places,
            "members": round_.members,
            "closes_at": round_.closes_at.isoformat(),
            "undecided": len(frozen.undecided),
            "counted": {
                doubt.key: doubt.decided or doubt.proposed for doubt in frozen.doubts[:KEPT]
            },
        },
    )


def _open_cases(frozen: DraftRoll) -> str:
    return f"，存疑未裁定 {len(frozen.undecided)} 件" if frozen.undecided else ""
