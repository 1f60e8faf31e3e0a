"""What becomes of a running project's steps when it follows another version of its procedure.

What is finished stays as it was, under the version that it was finished by. What lies ahead follows
the new version. A step that the new version does not have is dropped where nothing was done about
it; one that it adds behind what is finished is passed by, never asked for afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from common.errors import Problem
from policies.rules.model import Procedure, Step
from renovation.rules.stepping import FINISHED, SKIPPED, TO_EVIDENCE, WAITING, openable

Change = Literal["kept", "same", "changed", "added", "dropped", "passed"]
CHANGES: dict[Change, str] = {
    "kept": "已办结，仍按原版",
    "same": "不变",
    "changed": "改按新版",
    "added": "新增",
    "dropped": "不再办理",
    "passed": "新增，已越过不追补",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A step as it stands: `worked` when papers, extensions or reminders hang on it."""

    key: str
    name: str
    state: str
    worked: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to one step, and its state afterwards (before anything newly opens)."""

    key: str
    name: str
    change: Change
    state: str

    @property
    def words(self) -> str:
        """The change in words."""
        return CHANGES[self.change]

    @property
    def tone(self) -> str:
        """How a page sets it off."""
        return {"added": "blue", "changed": "amber"}.get(self.change, "")


@dataclass(frozen=True, slots=True)
class Plan:
    """Every step's move in the order of the new procedure, steps it lacks where they stood.

    `opens`: keys of steps that the move itself opens. `problems` keep the project where it is.
    """

    moves: tuple[Move, ...]
    opens: tuple[str, ...]
    problems: tuple[Problem, ...]


def plan(old: Mapping[str, Step], new: Procedure, standings: Sequence[Standing]) -> Plan:
    """The moves of one project; `old`: the definition that governs each standing step now."""
    there = {one.key: one for one in standings}
    ahead = {step.key: step for step in new.steps}
    problems: list[Problem] = []
    moves = [
        _stays(there[step.key], old[step.key], step, problems)
        if step.key in there
        else _comes(step, new, there)
        for step in new.steps
    ]
    for index, one in enumerate(standings):
        if one.key not in ahead:
            before = {earlier.key for earlier in standings[:index]}
            place = max((n for n, move in enumerate(moves, 1) if move.key in before), default=0)
            moves.insert(place, _goes(one, problems))
    states = {move.key: move.state for move in moves}
    return Plan(tuple(moves), openable(new, states), tuple(problems))


def _stays(one: Standing, old: Step, new: Step, problems: list[Problem]) -> Move:
    if one.state in FINISHED:
        return Move(one.key, one.name, "kept", one.state)
    if one.state != WAITING and one.worked and (old.kind, old.subject) != (new.kind, new.subject):
        problems.append(
            Problem(
                f"“{one.name}”正在办理，新版改变了它的办理方式",
                code="step_under_way",
                field=one.key,
                remedy="办结这一步后再改用新版",
            )
        )
    return Move(one.key, new.name, "same" if old == new else "changed", one.state)


def _comes(step: Step, new: Procedure, there: Mapping[str, Standing]) -> Move:
    later = {there[key].state for key in _after(step.key, new) if key in there}
    if later & FINISHED:
        return Move(step.key, step.name, "passed", SKIPPED)
    return Move(step.key, step.name, "added", TO_EVIDENCE if TO_EVIDENCE in later else WAITING)


def _goes(one: Standing, problems: list[Problem]) -> Move:
    if one.state in FINISHED:
        return Move(one.key, one.name, "kept", one.state)
    if one.worked:
        problems.append(
            Problem(
                f"“{one.name}”已有材料或延期、催办记录，新版没有这一步",
                code="step_under_way",
                field=one.key,
                remedy="先按原版办结这一步",
            )
        )
    return Move(one.key, one.name, "dropped", SKIPPED)


def _after(key: str, procedure: Procedure) -> set[str]:
    """Every step that comes, directly or not, after this one."""
    found: set[str] = set()
    frontier = {key}
    while frontier:
        frontier = {step.key for step in procedure.steps if frontier & set(step.after)} - found
        found |= frontier
    return found
