"""A project's consent tab: one current round, the others beside it, objections, papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Objection, Paper, Round
from approvals.selectors.blindness import reads_blind
from approvals.selectors.boards import Board, board
from approvals.selectors.communities import own_count
from approvals.selectors.course import Leg, legs_of
from approvals.selectors.part_rounds import part_rounds, part_rules
from approvals.selectors.round_actions import actions, exports
from approvals.selectors.seeing import (
    counted_by,
    seen,
    sees,
    sees_choices,
    sees_whole,
)
from common.clock import business_now
from common.templatetags.formats import count as shown
from common.templatetags.formats import day, share_of
from policies.rules.vocabulary import StepKind
from records.models import IssuedPaper
from records.selectors.origins import imports_of
from records.services.papers import papers_of
from renovation.models import Project, Step

LATEST = 8  # papers listed
FINISHED = frozenset({"done", "skipped"})
ENDED = {
    True: {"label": "已通过", "tone": "green"},
    False: {"label": "未通过", "tone": "amber"},
}
TONES = {"open": "blue", "closed": "amber", "confirmed": "green", "void": ""}


@dataclass(frozen=True, slots=True)
class Way:
    """One consent step of the procedure with its latest round."""

    number: int
    step: Step
    round: Round | None

    @property
    def can_open(self) -> bool:
        """Whether a round may be opened now."""
        live = self.round is not None and self.round.state in {"open", "closed"}
        return self.step.state in {"open", "to_evidence"} and not live

    @property
    def settled(self) -> str:
        """How a step ended for which no round was held here."""
        ended = f"{day(self.step.done_on)} " if self.step.done_on else ""
        return f"{ended}{self.step.get_state_display()}"


def rounds_of(project: Project) -> list[Round]:
    """Every round that stands, of the community, a part of it or its cluster, the first first."""
    rows = Round.objects.of(project).exclude(state="void")
    return [*rows.select_related("project", "pin", "confirmed_by").order_by("opens_at", "pk")]


def ways(project: Project, rounds: Iterable[Round]) -> list[Way]:
    """The project's consent steps in order, each with the latest of these rounds."""
    steps = [step for step in project.steps.all() if step.kind == StepKind.CONSENT]
    steps.sort(key=lambda step: step.position)
    latest = {row.key: row for row in rounds if not row.places}
    return [Way(n, step, latest.get(step.subject)) for n, step in enumerate(steps, 1)]


def current(found: list[Way], asked: str = "") -> Way | None:
    """The round to show: as asked, a live one, the last with any, the first that comes next."""
    if asked:
        return next((way for way in found if way.step.subject == asked), None)
    live = [way for way in found if way.round and way.round.state in {"open", "closed"}]
    had = [way for way in found if way.round]
    openable = [way for way in found if way.can_open]
    left = [way for way in found if way.step.state not in FINISHED]
    return next(iter(live[-1:] or had[-1:] or openable or left or found[-1:]), None)


def consent_tab(project: Project, user: User, on: date, asked: str = "") -> dict[str, Any]:
    """Context of the consent tab; `asked`: a round's key, or the number of a round of a part."""
    rounds = rounds_of(project)
    found, some = ways(project, rounds), part_rounds(rounds)
    way = current(found, "" if asked.isdecimal() else asked)
    apart = next((one for one in some if str(one.round.pk) == asked), None)
    row = apart.round if apart else (way.round if way else None)
    opens = way.step if way and way.can_open and not apart else None
    may_open = can(user, Permission.OPEN_ROUND, on=project)
    away = row if row and not sees(user, row) else None
    if away:
        row = None
    reads = can(user, Permission.VIEW_REGISTER, on=project)
    roll = reverse("approvals:roll", args=[project.pk]) if reads else ""
    found_board = board(row, user, blind=reads_blind(user, row)) if row else None
    buttons = actions(project, row, user, opens=opens) if (way or row) and not away else []
    return {
        "ways": found,
        "way": way,
        "board": found_board,
        "away": elsewhere(away, project) if away else None,
        "apart": apart,
        "told_above": _told_above(project, way) and not apart,
        "part_rounds": [one for one in some if one is not apart],
        "part_rules": part_rules(project, on) if may_open else [],
        "others": [_beside(project, other, user) for other in found if apart or other is not way],
        "objections": Objection.objects.filter(notice__project=project).order_by("pk"),
        "papers": _papers(row, user) if row else [],
        "imports": imports_of(seen(Paper.objects.filter(live=True), row, user)) if row else [],
        "actions": buttons,
        "legs": _legs(row, buttons, roll) if row else [],
        "roll": roll,
        "exports": exports(row, user) if row else [],
        "whole": row is None or sees_whole(user, row),
        "counting": row is not None and sees_choices(user, row),
        "counted": counted_by(user, row) if row else frozenset(),
        **_badge(row, found_board),
        "on": on,
    }


def _papers(row: Round, user: User) -> QuerySet[IssuedPaper]:
    """The latest papers of the round; in a cluster those that went out in the person's scope."""
    rows = papers_of(row)
    if row.members:
        rows = rows.filter(user.access.scope("area_code"))
    return rows[:LATEST]


def _told_above(project: Project, way: Way | None) -> bool:
    """Whether the card of the project's step says already what suffices tonight."""
    return way is not None and way.step.pk == project.current_step_id


def _legs(row: Round, buttons: list[dict[str, Any]], roll: str) -> list[Leg]:
    """How far the round is; each station leads where the person's buttons lead."""
    pages = {one["page"]: one["url"] for one in buttons if "page" in one} | {"roll": roll}
    return legs_of(row, now=business_now(), pages=pages)


def elsewhere(round_: Round, project: Project) -> dict[str, Any]:
    """A round of a cluster for a unit that works on one project: its turnout, no more."""
    own = own_count(round_, project)
    return {"round": round_, "community": round_.community_of(project), "count": own}


def _beside(project: Project, way: Way, user: User) -> dict[str, Any]:
    """Another round as a small panel: outcome, the two head counts, who confirmed."""
    address = reverse("approvals:rounds", args=[project.pk])
    name = way.round.name if way.round else way.step.name
    base = {"title": name, "way": way, "url": f"{address}?round={way.step.subject}"}
    if way.round is None:
        return base | {"label": way.step.get_state_display(), "tone": "", "facts": []}
    if not sees(user, way.round):
        return base | {"label": way.round.get_state_display(), "tone": "", "facts": []}
    made: Board = board(way.round, apart=False, blind=reads_blind(user, way.round))
    count = made.first.count
    part, agree = count.participating_heads, count.agree_heads
    facts = [("参与人数", _of(part, count.all_heads))]
    if not made.blind:
        facts.append(("同意人数", _of(agree, part)))
    if way.round.confirmed_at:
        facts.append(("确认", f"{day(way.round.confirmed_at)} {way.round.confirmed_by}"))
    return base | {**_badge(way.round, made), "facts": facts}


def _badge(row: Round | None, made: Board | None) -> dict[str, str]:
    """How the round stands, or how it ended."""
    if row is None or made is None:
        return {"label": "", "tone": ""}
    if row.state != "confirmed":
        return {"label": row.get_state_display(), "tone": TONES[row.state]}
    return ENDED[made.passed]


def _of(part: int, whole: int) -> str:
    return f"{shown(part)}/{shown(whole)}（{share_of(part, whole)}）"
