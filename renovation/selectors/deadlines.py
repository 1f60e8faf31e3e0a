"""Due days of steps as the rules give them, with their 依据; nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from common.errors import Undecidable
from common.explanations import Explanation, Line, notes
from common.explanations import Trigger as TriggerWords
from policies.rules.model import Deadline, Limit, Procedure
from policies.rules.premises import Known, weigh
from policies.rules.timing import Calendar, DayResult, due_date
from policies.rules.variants import choose
from policies.rules.vocabulary import TRIGGER_LABELS, Trigger
from policies.selectors.ruleset import Governed
from renovation.models import DeadlineExtension, Step
from renovation.selectors.governing import RulesInForce


def computed(
    step: Step,
    governed: Governed[Any],
    steps: Mapping[str, Step],
    days: Calendar,
    *,
    procedure: Procedure,
    known: Known,
) -> DayResult:
    """The due day by the rules alone, without extensions, with version and trigger in its 依据.

    Of the step's own deadline and the limits over several steps, the earliest binds. `known`
    chooses between the cases of a deadline.
    """
    deadline: Deadline = governed.rule or Deadline()
    chosen = choose(deadline, known, procedure.terms).deadline or deadline
    start = _start(step, chosen, steps)
    terms = procedure.terms
    result = due_date(deadline, start, days, known=known, terms=terms, issued=procedure.issued)
    result = _within_limits(result, step, steps, days, procedure, known)
    event = TriggerWords(TRIGGER_LABELS[Trigger.STEP_OPENED], start.isoformat() if start else "")
    explained = replace(
        result.explanation, title=f"“{step.name}”的期限", version=governed.version, trigger=event
    )
    return replace(result, explanation=explained)


def _within_limits(
    result: DayResult,
    step: Step,
    steps: Mapping[str, Step],
    days: Calendar,
    procedure: Procedure,
    known: Known,
) -> DayResult:
    for limit in limits_of(step.key, procedure):
        applies = weigh(limit.when, known, procedure.terms)
        opened = steps[limit.start].opened_on if limit.start in steps else None
        if applies.holds is False:
            continue
        if applies.holds is None:
            note = f"{limit.name}：{applies.needs}"
            told = replace(result.explanation, note=notes(result.explanation.note, note))
            result = replace(result, explanation=told)
            continue
        whole = due_date(limit.deadline, opened, days, issued=procedure.issued)
        if whole.day is None or (result.day is not None and result.day <= whole.day):
            continue
        line = Line(limit.name, "自起始步骤受理之日起", whole.day.isoformat(), emphasis=True)
        told = replace(whole.explanation, lines=(*whole.explanation.lines, line))
        result = replace(whole, explanation=told)
    return result


def limits_of(step: str, procedure: Procedure) -> tuple[Limit, ...]:
    """The limits over several steps that this step lies in."""
    return tuple(
        limit for limit in procedure.limits if step in procedure.between(limit.start, limit.end)
    )


def extended(
    result: DayResult, extensions: Iterable[DeadlineExtension]
) -> tuple[date | None, Explanation]:
    """The due day after every extension, and the 依据 with one line for each."""
    explained, day = result.explanation, result.day
    for extension in extensions:
        day = extension.to_day
        paper = f"（{extension.document_no}）" if extension.document_no else ""
        before = extension.from_day.isoformat() if extension.from_day else ""
        word = "延期" if before else "任务期限"
        line = Line(f"{word}：{extension.reason}{paper}", before, day.isoformat(), emphasis=True)
        explained = replace(explained, result=day.isoformat(), lines=(*explained.lines, line))
    return day, explained


def rule_for(step: Step, procedure: Governed[Procedure], rules: RulesInForce) -> Governed[Any]:
    """The deadline in force on the day the step opened; else that of the pinned procedure."""
    deadline = procedure.rule.step(step.key).deadline
    pinned: Governed[Any] = Governed(deadline, procedure.version_id, procedure.version)
    if step.opened_on is None or deadline is None or not deadline.relative:
        return pinned
    try:
        found = rules.rule(step.area_code, f"deadlines.{step.key}", step.opened_on)
    except Undecidable:
        return pinned
    return found if found.rule is not None else pinned


def _start(step: Step, deadline: Deadline, steps: Mapping[str, Step]) -> date | None:
    if not deadline.after or deadline.after == step.key:
        return step.opened_on
    before = steps.get(deadline.after)
    return before.done_on if before else None
