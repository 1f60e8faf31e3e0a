"""Why a figure, gate or deadline of a project is what it is, and whether it still comes out so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.errors import OutOfScope
from common.explanations import Explanation
from policies.selectors.governing import calendar
from renovation.models import Project, Step
from renovation.rules.explaining import investment
from renovation.selectors import deadlines, eligibility, situations
from renovation.selectors.bills import bill_reason
from renovation.selectors.governing import pinned_rule
from renovation.selectors.situations import Gathered


@dataclass(frozen=True, slots=True)
class Why:
    """An explanation; `stored` and `now` are the results compared, None where nothing is stored or
    the app that wrote it recomputes it itself."""

    explanation: Explanation
    stored: str | None = None
    now: str | None = None

    @property
    def equal(self) -> bool | None:
        """Whether recomputation gives the same; None when it was not done."""
        return None if self.stored is None or self.now is None else self.stored == self.now


def explain(project: Project, key: str, on: date) -> Why:
    """The 依据 by its key in the address: `deadline.<step>`, `gate.<step>.<line>`,
    `fact.<key>[@<scope>]`, `investment`, `eligibility.<rule>`, `bill[.<item>]`. OutOfScope (404)
    for a key that nothing stands behind."""
    found = situations.gather([project]).get(project.pk)
    kind, _, rest = key.partition(".")
    ways: dict[str, Callable[[Gathered, str, date], Why | None]] = {
        "deadline": _deadline,
        "gate": _gate,
        "fact": _fact,
        "investment": _investment,
        "eligibility": _eligibility,
        "bill": _bill,
    }
    why = ways[kind](found, rest, on) if found and kind in ways else None
    if why is None:
        raise OutOfScope("没有这一项依据，可能已被更新，请从页面上重新打开。")
    return why


def _deadline(found: Gathered, key: str, on: date) -> Why | None:
    step = found.step(key)
    if step is None or not step.deadline_explanation:
        return None
    stored = Explanation.from_dict(step.deadline_explanation)
    now = _recomputed(found, step)
    shown = step.due_on.isoformat() if step.due_on else stored.result
    return Why(stored, shown, now)


def _recomputed(found: Gathered, step: Step) -> str | None:
    rule = f"deadlines.{step.key}"
    pin = found.project.pins.filter(rule=rule, superseded=False).first()
    version = pin.version_id if pin else found.procedure.version_id
    governed = pinned_rule(version, rule)
    way = found.way(step).rule
    if governed.rule is None and not deadlines.limits_of(step.key, way):
        return None
    steps = {one.key: one for one in found.steps}
    result = deadlines.computed(step, governed, steps, calendar(), procedure=way, known=found.known)
    day, explained = deadlines.extended(result, step.extensions.order_by("pk"))
    return day.isoformat() if day else explained.result


def _gate(found: Gathered, key: str, on: date) -> Why | None:
    step_key, _, line_key = key.partition(".")
    step = found.step(step_key)
    if step is None:
        return None
    decision = situations.weigh(found, step, on)
    line = next((one for one in decision.lines if one.key == line_key and one.explanation), None)
    if line is None or line.explanation is None:
        return None
    checked = next((row for row in step.decision or [] if row["key"] == line_key), None)
    if checked and checked.get("explanation"):
        stored = Explanation.from_dict(checked["explanation"])
        return Why(stored, stored.result, line.explanation.result)
    return Why(line.explanation)


def _fact(found: Gathered, key: str, on: date) -> Why | None:
    name, _, scope = key.partition("@")
    row = found.facts.get((name, scope))
    if row is None or not row.explanation:
        return None
    if name == "money.estimate":
        return _investment(found, "", on)
    return Why(Explanation.from_dict(row.explanation))


def _eligibility(found: Gathered, key: str, _on: date) -> Why | None:
    explained = eligibility.explanation(found.project, key)
    return Why(explained) if explained else None


def _bill(found: Gathered, key: str, _on: date) -> Why | None:
    explained = bill_reason(found.project, key)
    return Why(explained) if explained else None


def _investment(found: Gathered, _key: str, on: date) -> Why | None:
    row = found.facts.get(("money.estimate", ""))
    if row is None or not row.explanation:
        return None
    stored = Explanation.from_dict(row.explanation)
    items = found.project.contents.order_by("aspect", "level", "key")
    now = investment([(item.name, item.estimate) for item in items])
    return Why(stored, stored.result, now.result)
