"""What the policy pages show, gathered once: document, cases, conflicts, units, pins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from common.errors import Problem
from policies.models import ConflictDecision, PolicyVersion, Status
from policies.rules.cases import CaseResult
from policies.rules.model import Conflict
from policies.rules.outcome_words import difference_words
from policies.rules.outline import Section, outline
from policies.rules.policy_model import Policy
from policies.selectors.governing import policy_of
from policies.selectors.readiness import case_results
from policies.selectors.ruleset import SECTIONS

TONES = {"draft": "amber", "checked": "blue", "published": "green", "retired": ""}
RULE_LABELS = {
    "procedure": "办理程序",
    "deadlines": "审查期限",
    "rounds": "征询表决",
    "notices": "公示",
    "shares": "资金分担",
    "reviews": "联合审查",
    "acceptance": "联合验收",
    "handover": "移交",
}
WHEN = (
    ("征询表决", "按每轮开启日取版本"),
    ("公示", "按张贴日取版本"),
    ("审查期限", "按受理日取版本"),
    ("资金分担", "按开工日锁定，之前为预计"),
    ("办理程序", "按建档日锁定"),
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A worked case on the page."""

    id: str
    title: str
    conclusion: str
    passed: bool
    differences: tuple[str, ...]
    depends: str


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A contradiction with its decision, if there is one."""

    conflict: Conflict
    decision: ConflictDecision | None

    @property
    def chosen(self) -> str:
        """The reading that governs; the proposed one while undecided."""
        return self.decision.reading if self.decision else self.conflict.proposed


@dataclass(frozen=True, slots=True)
class Chapter:
    """A theme with its rules, cases and conflicts."""

    section: Section
    cases: tuple[CaseLine, ...]
    conflicts: tuple[ConflictCard, ...]

    @property
    def passed(self) -> int:
        """How many of its cases pass."""
        return sum(case.passed for case in self.cases)


def chapters(version: PolicyVersion) -> tuple[Chapter, ...]:
    """The document by theme; what belongs to no stated theme goes under the last."""
    policy = policy_of(version)
    decisions = {row.conflict_id: row for row in version.decisions.select_related("decided_by")}
    cards = [ConflictCard(one, decisions.get(one.id)) for one in policy.conflicts]
    results = case_results(version)
    sections = outline(policy)
    known = {theme for section in sections for theme in section.themes}
    found = []
    for section in sections:
        themes = set(section.themes)
        if section is sections[-1]:
            themes |= {c.conflict.theme for c in cards} - known
            themes |= {r.case.theme for r in results} - known
        found.append(
            Chapter(
                section,
                tuple(case_line(policy, one) for one in results if one.case.theme in themes),
                tuple(card for card in cards if card.conflict.theme in themes),
            )
        )
    return tuple(found)


def case_line(policy: Policy, result: CaseResult) -> CaseLine:
    """A result as the page lists it."""
    case = result.case
    return CaseLine(
        case.id,
        case.title,
        result.conclusion,
        result.passed,
        tuple(difference_words(policy, one) for one in result.differences),
        "、".join(case.depends),
    )


def governs(version: PolicyVersion) -> list[tuple[str, str]]:
    """How many projects have each rule pinned to this version, by kind of rule.

    The pins belong to the room above; they are read through the relation alone.
    """
    rows = (
        version.pins.filter(superseded=False)
        .values_list("rule")
        .annotate(projects=Count("project", distinct=True))
    )
    counted: dict[str, int] = {}
    for rule, count in rows:
        head = rule.partition(".")[0]
        counted[head] = max(counted.get(head, 0), count)
    return [
        (RULE_LABELS.get(head, SECTIONS.get(head, head)), f"{count} 个项目")
        for head, count in sorted(counted.items())
    ]


def policy_rows(versions: QuerySet[PolicyVersion]) -> list[dict[str, Any]]:
    """The newest version of each policy and the one in force, for the list (two queries)."""
    rows: dict[int, dict[str, Any]] = {}
    for version in versions.select_related("policy").order_by(
        "policy__area_code", "policy__key", "-sequence"
    ):
        row = rows.setdefault(
            version.policy_id,
            {
                "policy": version.policy,
                "newest": version,
                "tone": TONES[version.status],
                "count": 0,
                "in_force": None,
                "conflicts": len(version.content.get("conflicts", ())),
                "cases": len(version.cases),
            },
        )
        row["count"] += 1
        if version.status == Status.PUBLISHED and row["in_force"] is None:
            row["in_force"] = version
    for row in rows.values():
        row["shown"] = row["in_force"] or row["newest"]
    return list(rows.values())


def to_do(version: PolicyVersion, points: Sequence[Problem]) -> list[dict[str, Any]]:
    """The steps before publishing as lines: done or how many are left."""
    codes = [point.code for point in points]
    total = len(version.content.get("conflicts", ()))
    left = codes.count("conflict_open") + codes.count("conflict_differs")
    unbound, failing = codes.count("unit_unbound"), codes.count("case")
    checked = version.status != Status.DRAFT
    return [
        {
            "key": "cases",
            "label": "算例",
            "done": not failing,
            "words": f"{failing} 个不符" if failing else "全部通过",
        },
        {
            "key": "check",
            "label": "第二人复核",
            "done": checked,
            "words": "已复核" if checked else "尚未复核",
        },
        {
            "key": "conflicts",
            "label": "冲突裁定",
            "done": not left,
            "words": f"还有 {left} 处" if left else f"{total} 处均已裁定",
        },
        {
            "key": "units",
            "label": "单位对应",
            "done": not unbound,
            "words": f"还有 {unbound} 个" if unbound else "已全部对应",
        },
    ]


def unit_rows(version: PolicyVersion, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """The duty list with what each unit is bound to; `chosen` proposes names where unbound."""
    bound = {row.unit_key: row.unit for row in version.bindings.select_related("unit")}
    return [
        {"unit": unit, "bound": bound.get(unit.key), "proposed": chosen.get(unit.key, "")}
        for unit in policy_of(version).units
    ]


def _rule_label(head: str) -> str:
    return RULE_LABELS.get(head, SECTIONS.get(head, head))
