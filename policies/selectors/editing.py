"""What the pages of a draft under change show: its rules by theme, its cases."""

from __future__ import annotations

from dataclasses import dataclass

from policies.loading.editing import EditedRule, rules_of
from policies.models import PolicyVersion
from policies.rules.field_labels import THEMES
from policies.selectors.governing import policy_of
from policies.selectors.pages import CaseLine, case_line
from policies.selectors.readiness import case_results

CASE_THEMES = {
    "rounds": "consent",
    "notices": "notice",
    "levels": "contents",
    "aspects": "contents",
    "shares": "shares",
    "utilities": "shares",
    "government": "shares",
}


def rules_by_theme(version: PolicyVersion) -> dict[str, list[EditedRule]]:
    """The rules that have a form, under their themes in reading order."""
    found: dict[str, list[EditedRule]] = {}
    for rule in rules_of(version.document()):
        found.setdefault(THEMES.get(rule.section, rule.section), []).append(rule)
    return found


@dataclass(frozen=True, slots=True)
class CaseBoard:
    """The cases of a draft beside a form: how many pass, and those worth looking at."""

    total: int
    passed: int
    failing: tuple[CaseLine, ...]
    theme: tuple[CaseLine, ...]


def case_board(version: PolicyVersion, section: str) -> CaseBoard:
    """Every case run now: the failing ones, and the passing ones of the rule's theme."""
    results, policy = case_results(version), policy_of(version)
    theme = CASE_THEMES.get(section, section)
    failing = tuple(case_line(policy, one) for one in results if not one.passed)
    passing = tuple(
        case_line(policy, one) for one in results if one.passed and one.case.theme == theme
    )
    return CaseBoard(len(results), len(results) - len(failing), failing, passing)
