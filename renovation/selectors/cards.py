"""Next-step cards: what comes next, who owes it, until when, and everything that is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from renovation.models import Project, Step
from renovation.rules import lifecycle
from renovation.rules.decisions import Decision
from renovation.selectors import pages, situations
from renovation.selectors.card_buttons import add_buttons, add_deed
from renovation.selectors.card_ends import finished, unopened
from renovation.selectors.card_lines import Card, clause_words, missing_line
from renovation.selectors.card_remarks import remarks
from renovation.selectors.deeds import Deed, deeds
from renovation.selectors.situations import Gathered
from renovation.selectors.unit_names import Names, names_for


def next_step_card(project: Project, on: date, user: User) -> Card:
    """The card of one project, for `{% next_step_card card on %}`."""
    return cards([project], on, user)[project.pk]


def cards(projects: Sequence[Project], on: date, user: User) -> dict[int, Card]:
    """Cards of many projects by project id, with a number of queries that does not grow."""
    gathered = situations.gather(projects)
    names = names_for([found.project for found in gathered.values()])
    made = {project.pk: unopened(project) for project in projects if project.pk not in gathered}
    current = [found.current for found in gathered.values() if found.current]
    waiting = deeds(current, user)
    for pk, found in gathered.items():
        made[pk] = card(found, on, user, names, waiting)
    return made


def card(found: Gathered, on: date, user: User, names: Names, waiting: Mapping[int, Deed]) -> Card:
    """The card of a gathered project's current step; `waiting`: the deeds of steps by their id."""
    project, step = found.project, found.current
    if step is None or project.state in lifecycle.FINISHED:
        return finished(found)
    rule = found.definition(step)
    decision = situations.weigh(found, step, on)
    mine = step.lead_code in user.access.unit_codes()
    works = can(user, Permission.WORK_STEP, on=step)
    made: Card = {
        "project_id": project.pk,
        "step_id": step.pk,
        "title": step.name,
        "who": names.of_code(step.lead_code) or names.of_key(project, rule.lead),
        "until": step.due_on,
        "until_why": pages.why_url(project, f"deadline.{step.key}") if step.due_on else "",
        "clause": clause_words(rule),
        "then": _then(found, step),
        "missing": [missing_line(found, step, line, names) for line in decision.lines],
        "notes": [],
        "state": _state(decision, mine=mine),
        "mine": mine,
        "primary": None,
        "secondary": [],
        "deed": None,
    }
    deed = waiting.get(step.pk)
    add_deed(made, deed)
    if works:
        add_buttons(made, found, step, decision, names, deed)
    made["notes"] += remarks(found, step)
    return made


def _state(decision: Decision, *, mine: bool) -> str:
    if not mine:
        return "others"
    return "ready" if decision.ready else "mine"


def _then(found: Gathered, step: Step) -> str:
    following = [one.name for one in found.procedure.rule.steps if step.key in one.after]
    return "”“".join(following)
