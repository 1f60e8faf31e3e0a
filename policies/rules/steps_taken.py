"""Whether a project takes a step: by its own conditions, then by what the step discharges."""

from __future__ import annotations

from dataclasses import dataclass

from common.explanations import Explanation
from policies.rules.model import Obligation, Procedure, Step
from policies.rules.obligations import settle
from policies.rules.obligations_explained import explain_open
from policies.rules.premises import Known, weigh
from policies.rules.settlement import Settled


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether a project takes a step; `why` in words, empty for a step every project takes."""

    taken: bool | None
    why: str = ""
    explanation: Explanation | None = None


def takes(step: Step, procedure: Procedure, known: Known) -> Taken:
    """Whether the project takes this step: by its own conditions, then by what it discharges."""
    found = weigh(step.when, known, procedure.terms)
    if found.holds is not True:
        why = found.needs or "不符合本步骤的适用条件"
        return Taken(found.holds, why, explain_open(step.name, step.clauses, found, why))
    named = [one for one in procedure.obligations if _names(one, step.key)]
    if step.indispensable or not named:
        return Taken(taken=True)
    rows = settle(named, known, procedure.terms).rows
    if any(row.step == step.key for row in rows):
        return Taken(taken=True)
    why = "；".join(_elsewhere(row, procedure) for row in rows)
    open_rows = [row for row in rows if row.status == "undecided"]
    taken = None if open_rows else False
    explanation = Explanation(
        title=step.name,
        result="尚不能判定" if taken is None else "不单独办理",
        sentence=why,
        status="undecided" if taken is None else "final",
        clauses=step.clauses,
        children=tuple(row.explanation for row in rows),
    )
    return Taken(taken, why, explanation)


def _names(obligation: Obligation, step: str) -> bool:
    return any(row.step == step for row in obligation.discharges)


def _elsewhere(row: Settled, procedure: Procedure) -> str:
    name = row.obligation.name
    if row.status == "waived":
        return f"{name}免办"
    if row.status == "undecided":
        return f"{name}{row.explanation.sentence}"
    return f"{name}并入“{procedure.step(row.step).name}”"
