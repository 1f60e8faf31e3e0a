"""Which step discharges which approval, which are filed as one, which are waived and against what.

Waivers are tried first, then the discharges, each in the file's order; the first that holds
decides. One that cannot be weighed yet leaves the obligation undecided: nobody is spared an
approval, or burdened with one, by a fact that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from common.explanations import Clause, Explanation, Line
from policies.rules.model import Discharge, Obligation, Procedure, Step, Terms, Waiver
from policies.rules.premises import Known, Weighed, weigh

Status = Literal["discharged", "waived", "undecided"]


@dataclass(frozen=True, slots=True)
class Settled:
    """How one obligation is met: at `step` under `filing`, or by `waiver`, or not yet decided."""

    obligation: Obligation
    status: Status
    explanation: Explanation
    step: str = ""
    filing: str = ""
    waiver: Waiver | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """All obligations of a project."""

    rows: tuple[Settled, ...]

    def row(self, key: str) -> Settled:
        """How one obligation is met; KeyError for an unknown one."""
        for row in self.rows:
            if row.obligation.key == key:
                return row
        raise KeyError(key)

    def at(self, step: str) -> tuple[Settled, ...]:
        """What that step discharges."""
        return tuple(row for row in self.rows if row.step == step)

    def filings(self, step: str) -> dict[str, tuple[Settled, ...]]:
        """What is filed at that step: one filing may carry several obligations."""
        found: dict[str, list[Settled]] = {}
        for row in self.at(step):
            found.setdefault(row.filing, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @property
    def instead(self) -> frozenset[str]:
        """Documents that waivers ask for."""
        return frozenset(key for row in self.rows if row.waiver for key in row.waiver.instead)


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether a project takes a step; `why` in words, empty for a step every project takes."""

    taken: bool | None
    why: str = ""
    explanation: Explanation | None = None


def settle(obligations: Sequence[Obligation], known: Known, terms: Terms) -> Settlement:
    """How each obligation is met, as far as the facts decide it."""
    return Settlement(tuple(_settle(one, known, terms) for one in obligations))


def takes(step: Step, procedure: Procedure, known: Known) -> Taken:
    """Whether the project takes this step: by its own conditions, then by what it discharges."""
    found = weigh(step.when, known, procedure.terms)
    if found.holds is not True:
        why = found.needs or "不符合本步骤的适用条件"
        return Taken(found.holds, why, _why(step.name, step.clauses, found, why))
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


def _settle(one: Obligation, known: Known, terms: Terms) -> Settled:
    for waiver in one.waivers:
        found = weigh(waiver.when, known, terms)
        if found.holds is None:
            return _undecided(one, found)
        if found.holds:
            return Settled(one, "waived", _waived(one, waiver, found), waiver=waiver)
    for way in one.discharges:
        found = weigh(way.when, known, terms)
        if found.holds is None:
            return _undecided(one, found)
        if found.holds:
            explained = _discharged(one, way, found)
            return Settled(one, "discharged", explained, way.step, way.filing)
    raise KeyError(one.key)  # the last discharge has no condition: checked when the file is read


def _undecided(one: Obligation, found: Weighed) -> Settled:
    explained = _why(one.name, one.clauses, found, found.needs)
    return Settled(one, "undecided", explained, missing=found.missing)


def _waived(one: Obligation, waiver: Waiver, found: Weighed) -> Explanation:
    return _explained(one.name, "免办", waiver.says, (*waiver.clauses, *one.clauses), found)


def _discharged(one: Obligation, way: Discharge, found: Weighed) -> Explanation:
    result = "合并编报" if way.filing != one.key else "单独办理"
    return _explained(one.name, result, way.says or one.says, way.clauses or one.clauses, found)


def _explained(
    title: str, result: str, sentence: str, clauses: tuple[Clause, ...], found: Weighed
) -> Explanation:
    clauses = tuple(dict.fromkeys(clauses))
    return Explanation(
        title=title, result=result, sentence=sentence, lines=found.lines, clauses=clauses
    )


def _why(name: str, clauses: tuple[Clause, ...], found: Weighed, why: str) -> Explanation:
    undecided = found.holds is None
    return Explanation(
        title=name,
        result="尚不能判定" if undecided else "不适用",
        sentence=why,
        status="undecided" if undecided else "final",
        lines=found.lines or (Line("适用条件", "", "无"),),
        clauses=clauses,
    )


def _elsewhere(row: Settled, procedure: Procedure) -> str:
    name = row.obligation.name
    if row.status == "waived":
        return f"{name}免办"
    if row.status == "undecided":
        return f"{name}{row.explanation.sentence}"
    return f"{name}并入“{procedure.step(row.step).name}”"
