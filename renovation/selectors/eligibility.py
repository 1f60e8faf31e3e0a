"""May this community be renovated: what the register and the project know, asked of the policy.

The rule is the one in force on the day the project was opened. A fact that nobody has recorded is
missing, and the answer names it: nothing here supplies one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Undecidable
from common.explanations import Explanation
from common.explanations import Trigger as TriggerWords
from policies.rules import eligibility
from policies.rules.eligibility_model import ANSWER_LABELS, Answer, EligibilityRule, FactKey
from policies.rules.fact_values import Facts, FactValue
from policies.rules.fact_words import BUILT_YEAR, PLACE_CODE, PLACE_KIND
from policies.rules.vocabulary import FACTS, TRIGGER_LABELS, Trigger
from policies.selectors.ruleset import Governed
from renovation.models import Project, ProjectFact
from renovation.rules.declaring import DECLARABLE
from renovation.selectors import pages
from renovation.selectors.governing import in_force, pinned_rule
from renovation.selectors.situations import fact_value

RULE = "eligibility"
REGISTER = "小区台账"
TONES = {
    Answer.ELIGIBLE: "green",
    Answer.EXCLUDED: "red",
    Answer.DECIDE: "amber",
    Answer.UNKNOWN: "",
}
PLACE_ENDINGS = {"街道": "street", "城关镇": "county_town", "镇": "town", "乡": "township"}


@dataclass(frozen=True, slots=True)
class Answered:
    """One rule's answer for a project, with the version that governs."""

    rule: EligibilityRule
    outcome: eligibility.Outcome
    explanation: Explanation

    @property
    def label(self) -> str:
        """符合, 不符合, 需裁定 or 尚不能判定."""
        return ANSWER_LABELS[self.outcome.answer]


def eligibility_of(project: Project) -> list[Answered]:
    """Every rule that the governing version states; Undecidable when it states none."""
    return answered(_governed(project), project, known_facts(project))


def answered(
    governed: Governed[Any], project: Project, parts: Mapping[str, Facts]
) -> list[Answered]:
    """Every rule of a version asked with these facts."""
    trigger = TriggerWords(TRIGGER_LABELS[Trigger.PROJECT_OPENED], project.opened_on.isoformat())
    found = []
    for rule in governed.rule:
        outcome = eligibility.evaluate_parts(rule, parts)
        explained = replace(outcome.explanation, version=governed.version, trigger=trigger)
        found.append(Answered(rule, outcome, explained))
    return found


def known_facts(project: Project) -> dict[str, Facts]:
    """What is known, by part: one part, or one for each year of building where buildings differ.

    Facts that somebody recorded for the project come before what the register says.
    """
    plan = project.plan_lines.order_by("-plan__year").values_list("plan__year", flat=True).first()
    buildings = project.community.buildings.order_by("position", "number")
    years = buildings.values_list("number", "built_year")
    return facts_in_parts(project, plan, project.facts.order_by(), list(years))


def facts_in_parts(
    project: Project,
    plan_year: int | None,
    recorded: Iterable[ProjectFact],
    buildings: Sequence[tuple[str, int | None]],
) -> dict[str, Facts]:
    """The same from what was read already; `buildings` as (number, year of building)."""
    facts = _of_register(project)
    if plan_year is not None:
        facts.append(FactValue("plan.year", "", plan_year, source="年度计划"))
    known = {(fact.key, fact.scope): fact for fact in facts}
    known |= {(row.key, row.scope): fact_value(row) for row in recorded if row.key in FACTS}
    return _by_year(buildings, known)


def panel(project: Project, user: User) -> list[dict[str, Any]]:
    """The answers as the project's page shows them, with what may be recorded now."""
    try:
        answers = eligibility_of(project)
    except Undecidable as nothing:
        return [{"words": str(nothing)}]
    may = can(user, Permission.EDIT_PROJECT, on=project)
    return [
        {
            "name": one.rule.name,
            "label": one.label,
            "tone": TONES[one.outcome.answer],
            "reasons": [
                {"name": finding.criterion.name, "words": finding.sentence}
                for finding in one.outcome.findings
                if finding.answer is not Answer.ELIGIBLE
            ],
            "why_url": pages.why_url(project, f"{RULE}.{one.rule.key}"),
            "to_record": [
                {"label": FACTS[key].label, "url": pages.declare_url(project, key)}
                for key, _ in one.outcome.missing
                if may and key in DECLARABLE
            ],
        }
        for one in answers
    ]


def keys(project: Project) -> tuple[str, ...]:
    """The keys of the 依据 that there are: `eligibility.scope`."""
    try:
        return tuple(f"{RULE}.{one.key}" for one in _governed(project).rule)
    except Undecidable:
        return ()


def explanation(project: Project, key: str) -> Explanation | None:
    """The 依据 of one rule; None when the governing version does not state it."""
    try:
        answers = eligibility_of(project)
    except Undecidable:
        return None
    return next((one.explanation for one in answers if one.rule.key == key), None)


def _governed(project: Project) -> Governed[Any]:
    """The version of the opening day: the first pin of the procedure, which a migration leaves."""
    pin = project.pins.filter(rule="procedure").order_by("pk").first()
    if pin is not None:
        return pinned_rule(pin.version_id, RULE)
    return in_force(project.area_code, RULE, project.opened_on)


def _of_register(project: Project) -> list[FactValue]:
    community = project.community
    kind = next(
        (word for ending, word in PLACE_ENDINGS.items() if community.street.name.endswith(ending)),
        "",
    )
    facts = [FactValue(PLACE_CODE, "", community.area_code, source=REGISTER)]
    if kind:
        facts.append(FactValue(PLACE_KIND, "", kind, source=f"{REGISTER}：{community.street.name}"))
    if community.built_year:
        source = community.built_year_proof or REGISTER
        facts.append(FactValue(BUILT_YEAR, "", community.built_year, source=source))
    if project.households:
        facts.append(FactValue("community.households", "", project.households, source="项目档案"))
    if project.buildings:
        facts.append(FactValue("community.buildings", "", project.buildings, source="项目档案"))
    return facts


def _by_year(
    buildings: Sequence[tuple[str, int | None]], known: dict[FactKey, FactValue]
) -> dict[str, Facts]:
    """One part per year of building; the community's year stands for buildings without one."""
    numbers: dict[int | None, list[str]] = {}
    for number, year in buildings:
        numbers.setdefault(year, []).append(number)
    years = [year for year in numbers if year is not None]
    own = (BUILT_YEAR, "") in known
    if not years or (own and set(years) == {known[BUILT_YEAR, ""].value}):
        return {"": known}
    parts: dict[str, Facts] = {}
    for year, names in numbers.items():
        label = "、".join(f"{name}号楼" for name in names)
        fact = FactValue(BUILT_YEAR, "", year, source=f"楼栋台账：{label}") if year else None
        parts[label] = known | {(BUILT_YEAR, ""): fact} if fact else known
    return parts if len(parts) > 1 else {"": next(iter(parts.values()))}
