"""Who looks after what once the works are over, as handed over or as the scheme says."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.models import HandoverItem
from common.errors import Undecidable
from policies.rules.stream_model import FundRule
from policies.selectors.governing import ruleset_of
from policies.selectors.ruleset import Ruleset
from renovation.models import Project
from renovation.selectors.unit_names import names_for
from reports.selectors.forms import clause_words


@dataclass(frozen=True, slots=True)
class Kept:
    """One class of things: who looks after it, and where that stands."""

    name: str
    keeper: str
    basis: str


@dataclass(frozen=True, slots=True)
class Fund:
    """What the scheme says about the maintenance fund."""

    says: str
    basis: str


def keepers(project: Project) -> tuple[Kept, ...]:
    """From the handover list where there is one, else from the scheme; then its utilities."""
    rules = ruleset_of(project.procedure_id or 0)
    return (*(_handed_over(project) or _to_be_handed(project, rules)), *_lines(project, rules))


def fund_of(project: Project) -> Fund | None:
    """The scheme's rule on the maintenance fund; None where it has none."""
    try:
        rule: FundRule = ruleset_of(project.procedure_id or 0).get("fund").rule
    except Undecidable:
        return None
    return Fund(rule.says, clause_words(rule.clauses))


def _handed_over(project: Project) -> list[Kept]:
    rows = HandoverItem.objects.filter(project=project)
    return [
        Kept(row.name, row.receiver, f"{row.received_on} 签收" if row.received_on else "移交清单")
        for row in rows
    ]


def _to_be_handed(project: Project, rules: Ruleset) -> list[Kept]:
    if not rules.states("handover"):
        return []
    names = names_for([project])
    return [
        Kept(item.name, names.of_key(project, item.receiver), clause_words(item.clauses))
        for item in rules.handover.rule
    ]


def _lines(project: Project, rules: Ruleset) -> list[Kept]:
    """Stretches of utilities whose upkeep the scheme lays on somebody."""
    if not rules.states("utilities"):
        return []
    found = rules.get("utilities")
    units = {unit.key: unit.name for unit in rules.units.rule}
    payers = (
        {one.key: one.name for one in rules.shares.rule.payers} if rules.states("shares") else {}
    )
    called = units | payers
    return [
        Kept(segment.name, called.get(segment.maintains, ""), clause_words(segment.clauses))
        for utility in found.rule
        for segment in utility.segments
        if segment.maintains in called
    ]
