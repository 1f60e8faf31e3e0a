"""Eligibility, quotas and priority as rows of the policy document."""

from __future__ import annotations

from common.explanations import Clause
from policies.rules.built import span_words
from policies.rules.conditions import wanted
from policies.rules.eligibility_model import (
    ANSWER_LABELS,
    AheadCriterion,
    BuiltCriterion,
    Condition,
    Criterion,
    EligibilityRule,
    ExclusionsCriterion,
    PlaceCriterion,
    RequiresCriterion,
    Window,
)
from policies.rules.fact_words import PLACE_KINDS
from policies.rules.field_labels_choosing import BETTER
from policies.rules.model import Policy
from policies.rules.plan_members import COUNTS
from policies.rules.premise_model import Terms
from policies.rules.priority_model import RankItem, ScoreItem
from policies.rules.quotas_explained import SIGNS
from policies.rules.shares_explained import share_text

Plain = tuple[str, str, str, tuple[Clause, ...]]  # title, text, parameter, clauses


def choosing_rows(policy: Policy) -> list[Plain]:
    """Who, how much of a plan, in which order."""
    rows: list[Plain] = []
    for rule in policy.eligibility:
        rows += _eligibility(rule, policy.terms)
    for quota in policy.quotas:
        name = COUNTS[quota.counts][0]
        limit = f"{name} {SIGNS[quota.bound]} {share_text(quota.share)}（全年计划）"
        rows.append((quota.name, quota.says, limit, quota.clauses))
    if policy.priority:
        rows.append((policy.priority.name, policy.priority.says, "", policy.priority.clauses))
        rows += [_ranked(item, policy.terms) for item in policy.priority.items]
        units = {unit.key: unit.name for unit in policy.units}
        rows += [_scored(item, units) for item in policy.priority.scores]
    return rows


def _eligibility(rule: EligibilityRule, terms: Terms) -> list[Plain]:
    rows: list[Plain] = [(rule.name, rule.says, "各项标准都要满足", rule.clauses)]
    for one in rule.criteria:
        if isinstance(one, BuiltCriterion):
            rows += [
                (f"{one.name}：{span_words(w)}", w.says, _window(w, terms), w.clauses)
                for w in one.windows
            ]
        elif isinstance(one, ExclusionsCriterion):
            rows += [
                (terms.kind(row.fact).label, row.says, ANSWER_LABELS[row.answer], row.clauses)
                for row in one.rows
            ]
        else:
            rows.append((one.name, one.says, _parameter(one, terms), one.clauses))
    return rows


def _parameter(one: Criterion, terms: Terms) -> str:
    match one:
        case PlaceCriterion():
            return "、".join((*one.areas, *(PLACE_KINDS[kind] for kind in one.kinds)))
        case RequiresCriterion():
            return (" 且 " if one.mode == "all" else " 或 ").join(
                condition_words(row, terms) for row in one.conditions
            )
        case AheadCriterion():
            start = terms.kind(one.counted_from).label
            return f"自{start}起 {one.years} 年内有则{ANSWER_LABELS[one.answer]}"
        case _:
            return ""


def _window(window: Window, terms: Terms) -> str:
    answer = ANSWER_LABELS[window.answer]
    if not window.provided:
        return answer
    needed = "、".join(condition_words(row, terms) for row in window.provided)
    return f"{needed}的{answer}，否则{ANSWER_LABELS[window.otherwise]}"


def condition_words(condition: Condition, terms: Terms) -> str:
    """居民改造意愿强烈；户数 ≥ 100 户."""
    kind = terms.kind(condition.fact)
    label, limit = kind.label, wanted(condition, kind)
    if limit == "是":
        return label
    return f"不{label}" if limit == "否" else f"{label} {limit}"


def _ranked(item: RankItem, terms: Terms) -> Plain:
    applied = "、".join(condition_words(row, terms) for row in item.conditions)
    parameter = BETTER[item.better] + (f"：{applied}" if applied else "")
    return f"第 {item.order} 位：{item.name}", item.says, parameter, item.clauses


def _scored(item: ScoreItem, units: dict[str, str]) -> Plain:
    by = f"由{units[item.given_by]}评分" if item.given_by else "按分档"
    parameter = f"权重 {share_text(item.weight)}，满分 {item.full}，{by}"
    return f"评分：{item.name}", item.says, parameter, item.clauses
