"""What the steps of government money ask of whoever tries them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policies.rules.field_labels_money import EVENTS
from policies.rules.government_model import (
    AdjustStep,
    BaseStep,
    GovernmentRule,
    OnTimeStep,
    ReimburseStep,
    RestStep,
    SplitStep,
    TierStep,
)
from policies.rules.policy_model import Policy
from policies.rules.tier_model import PAID
from policies.rules.vocabulary import TAGS

_COUNTED = ("area", "households")
MEASURES = {"lifts": "加装电梯（台）", "storeys": "层数（层）"}


def asked_of_government(
    policy: Policy, rule: GovernmentRule
) -> tuple[dict[str, dict[str, str]], set[str]]:
    """The words to choose from, and the fields that no step reads."""
    known = _mappings(policy, rule) | {
        "payer": dict(rule.payer_names),
        "tags": _outside(policy, rule),
    }
    read = {name for step in rule.steps for name in _singles(step)}
    read |= {name for name, words in known.items() if words}
    every = {
        "on", "total", "government", "area", "households", "area_code", "residents_paid",
        "granted", "spent", "groups",
    }  # fmt: skip
    silent = {f"GovernmentMoneyFacts.{name}" for name in every - read}
    return known, silent | ({"Spending.tags"} if not known["tags"] else set())


def _mappings(policy: Policy, rule: GovernmentRule) -> dict[str, dict[str, str]]:
    """Sums and days by level, step, measure, event: only those that a step reads."""
    levels = {one.key: one.name for one in rule.levels}
    rewards = [one for one in rule.steps if isinstance(one, OnTimeStep)]
    repaid = [one for one in rule.steps if isinstance(one, ReimburseStep)]
    steps = {one.key: one.name for one in policy.procedure.steps} if policy.procedure else {}
    events = dict.fromkeys([*(one.event for one in rewards), *(one.event for one in repaid)])
    return {
        "inputs": {one.of: levels[one.of] for one in rewards},
        "passed_down": {one.of: levels[one.of] for one in rewards if one.counts == "own"},
        "decided": {one.key: one.name for one in repaid if one.share is None},
        "measures": _measures(rule),
        "events": {one: EVENTS[one] for one in events},
        "due": {one.step: steps.get(one.step, one.step) for one in rewards if one.step},
        "groups": {row.group: row.name for one in rewards for row in one.groups},
    }


def _measures(rule: GovernmentRule) -> dict[str, str]:
    found: dict[str, str] = {}
    for step in rule.steps:
        if not isinstance(step, TierStep | AdjustStep):
            continue
        table = step.table
        if table.measure not in (*_COUNTED, PAID):
            found[table.measure] = f"{table.name}（{table.unit}）" if table.unit else table.name
        times = step.times if isinstance(step, TierStep) else ""
        if times and times not in _COUNTED:
            found[times] = MEASURES.get(times, times)
    return found


def _outside(policy: Policy, rule: GovernmentRule) -> dict[str, str]:
    names = TAGS | (dict(policy.shares.tag_names) if policy.shares else {})
    left_out = {
        tag for step in rule.steps if isinstance(step, ReimburseStep) for tag in step.outside
    }
    return {tag: name for tag, name in names.items() if tag in left_out}


def _singles(step: object) -> set[str]:
    """The facts that a step reads, beside those by key."""
    return _READS[type(step)](step)


def _base(step: Any) -> set[str]:
    found = {step.of} if step.counts == "actual" else set()
    if step.standard is not None or step.at_least or step.at_most:
        found.add("area" if step.per == "area" else "households")
    return found


_READS: dict[type, Callable[[Any], set[str]]] = {
    BaseStep: _base,
    SplitStep: lambda step: {"area_code"} if any(row.places for row in step.rows) else set(),
    AdjustStep: lambda step: {step.table.measure} & {*_COUNTED, PAID},
    OnTimeStep: lambda step: {"on"} | ({"area_code"} if step.places else set()),
    ReimburseStep: lambda _: {"spent"},
    TierStep: lambda step: {step.times, step.table.measure} & set(_COUNTED),
    RestStep: lambda step: {step.of, "granted"},
}
