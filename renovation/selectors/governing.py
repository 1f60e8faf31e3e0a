"""Which rule governs a project: the pinned one, else today's, marked provisional."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from common.area_codes import district_of
from common.errors import Undecidable
from common.explanations import Trigger as TriggerWords
from common.explanations import Version
from policies.rules.vocabulary import TRIGGER_LABELS, Trigger
from policies.selectors.governing import rule_at, ruleset_for
from policies.selectors.ruleset import Governed, Ruleset
from renovation.models import Project

# The event that chooses the version, by the first word of a rule key.
TRIGGERS: dict[str, Trigger] = {
    "procedure": Trigger.PROJECT_OPENED,
    "rounds": Trigger.ROUND_OPENED,
    "notices": Trigger.NOTICE_POSTED,
    "reviews": Trigger.STEP_OPENED,
    "deadlines": Trigger.STEP_OPENED,
    "acceptance": Trigger.STEP_OPENED,
    "handover": Trigger.STEP_OPENED,
    "shares": Trigger.WORKS_STARTED,
    "government": Trigger.WORKS_STARTED,
}


@dataclass(frozen=True, slots=True)
class Governing:
    """A rule as it governs a project. `provisional`: its event has not happened yet."""

    rule: Any
    version_id: int
    version: Version
    trigger: TriggerWords
    provisional: bool


def governing(project: Project, rule: str, on: date) -> Governing:
    """The pinned rule, else the one in force at `on`, marked provisional.

    Raises Undecidable when no version in force at `on` states the rule.
    """
    pin = project.pins.filter(rule=rule, superseded=False).first()
    if pin is not None:
        found = pinned_rule(pin.version_id, rule)
        event = TRIGGER_LABELS[Trigger(pin.trigger)]
        return _governing(found, TriggerWords(event, pin.day.isoformat()), provisional=False)
    found = in_force(project.area_code, rule, on)
    event = TRIGGER_LABELS[TRIGGERS[rule.partition(".")[0]]]
    return _governing(found, TriggerWords(event), provisional=True)


def in_force(area_code: str, rule: str, on: date) -> Governed[Any]:
    """The rule in force at a place on a day; raises Undecidable when none is."""
    return rule_of(ruleset_for(area_code, on), rule)


class RulesInForce:
    """Rulesets by district and day, each read once; for services that touch many steps."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date], Ruleset] = {}

    def rule(self, area_code: str, rule: str, on: date) -> Governed[Any]:
        """The rule in force at a place on a day; raises Undecidable when none is."""
        place = district_of(area_code), on
        if place not in self._known:
            self._known[place] = ruleset_for(*place)
        return rule_of(self._known[place], rule)


def rule_of(ruleset: Ruleset, rule: str) -> Governed[Any]:
    """One rule of a ruleset by its key, e.g. "rounds.second", "shares", "deadlines.design"."""
    kind, key = _parts(rule)
    return _deadline(ruleset.procedure, key) if kind == "deadlines" else ruleset.get(kind, key)


def pinned_rule(version_id: int, rule: str) -> Governed[Any]:
    """One rule as a given version states it."""
    kind, key = _parts(rule)
    if kind == "deadlines":
        return _deadline(rule_at(version_id, "procedure"), key)
    return rule_at(version_id, kind, key)


def _deadline(procedure: Governed[Any], key: str) -> Governed[Any]:
    try:
        step = procedure.rule.step(key)
    except KeyError:
        raise Undecidable(f"在施行的方案中没有步骤“{key}”，不能确定其期限") from None
    return replace(procedure, rule=step.deadline)


def _governing(found: Governed[Any], trigger: TriggerWords, *, provisional: bool) -> Governing:
    return Governing(found.rule, found.version_id, found.version, trigger, provisional)


def _parts(rule: str) -> tuple[str, str]:
    kind, _, key = rule.partition(".")
    return kind, key
