"""Trying a rule with facts: which rules can be asked, what each reads, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.errors import Problem, Refused
from policies.loading.asking import (
    ROWS,
    FactField,
    fact_leaves,
    facts_read,
    tables_of,
    takes_facts,
    to_question,
)
from policies.loading.leaves import Leaf
from policies.models import PolicyVersion
from policies.rules.evaluating import EVALUATORS, Evaluation, evaluate
from policies.rules.policy_model import Policy
from policies.rules.vocabulary import TAGS
from policies.selectors.governing import calendar, policy_of, version_value


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that can be asked: its name, what names it in the question, the rule itself."""

    key: str
    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    rule: Any = None


def _of(section: str, word: str) -> Callable[[Policy], list[Choice]]:
    return lambda policy: [
        Choice(row.key, row.name, {word: row.key}, row) for row in getattr(policy, section)
    ]


def _matters(policy: Policy) -> list[Choice]:
    return [
        Choice(
            f"{one.key}/{matter.key}",
            f"{one.name}：{matter.name}",
            {"round": one.key, "matter": matter.key},
            matter,
        )
        for one in policy.rounds
        for matter in one.matters
    ]


def _steps(policy: Policy, *, dated: bool) -> list[Choice]:
    steps = policy.procedure.steps if policy.procedure else ()
    return [
        Choice(step.key, step.name, {"step": step.key}, step.deadline if dated else step)
        for step in steps
        if step.deadline or not dated
    ]


def _gates(policy: Policy) -> list[Choice]:
    steps = policy.procedure.steps if policy.procedure else ()
    return [
        Choice(gate.key, f"{step.name}：{gate.says}", {"gate": gate.key}, gate)
        for step in steps
        for gate in step.gates
    ]


def _whole(section: str) -> Callable[[Policy], list[Choice]]:
    """A section that is one rule, asked as it is."""
    return lambda policy: (
        [Choice("", "", {}, getattr(policy, section))] if getattr(policy, section) else []
    )


# Questions that a person can put on a page; plans and money by tables go through REST and command.
RULES: dict[str, Callable[[Policy], list[Choice]]] = {
    "consent": _matters,
    "gate": _gates,
    "shares": _whole("shares"),
    "apportion": _whole("shares"),
    "notice": _of("notices", "notice"),
    "deadline": lambda policy: _steps(policy, dated=True),
    "limit": _of("limits", "limit"),
    "phase": _whole("procedure"),
    "step": lambda policy: _steps(policy, dated=False),
    "eligibility": _of("eligibility", "rule"),
    "track": _of("tracks", "track"),
    "approval": _whole("obligations"),
    "checklist": _of("checklists", "checklist"),
    "return": _of("returns", "rule"),
    "stream": _of("streams", "stream"),
    "fund": _whole("fund"),
    "register": _of("registers", "entry"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A rule with everything that is asked about it."""

    kind: str
    choice: Choice
    leaves: tuple[Leaf, ...]
    facts: tuple[FactField, ...]


def kinds_of(policy: Policy) -> list[tuple[str, str]]:
    """Kinds of question that the policy can answer, with their names."""
    return [(kind, EVALUATORS[kind].label) for kind, rules in RULES.items() if rules(policy)]


def question_for(policy: Policy, kind: str, key: str) -> Question | None:
    """What is asked of one rule; the first of its kind when the key names none."""
    found = RULES[kind](policy) if kind in RULES else []
    if not found:
        return None
    choice = next((one for one in found if one.key == key), found[0])
    tables = dict.fromkeys(tables_of(kind), ROWS)
    leaves = fact_leaves(kind, tables, _known(policy, kind, choice.rule))
    asked = tuple(
        leaf for leaf in leaves if leaf.path not in choice.given and _counts(leaf, choice.rule)
    )
    facts = _facts(policy, choice.rule) if takes_facts(kind) else []
    return Question(kind, choice, asked, tuple(facts))


def _counts(leaf: Leaf, rule: Any) -> bool:
    """Of the counts of a matter only those that its tests measure."""
    if leaf.owner != "Counts":
        return True
    return leaf.field.rpartition("_")[2] in {test.measure for test in rule.tests}


def _known(policy: Policy, kind: str, rule: Any) -> dict[str, Iterable[str]]:
    known: dict[str, Iterable[str]] = {
        "items": [item.key for item in policy.catalogue] if policy.item_lists else [],
        "tags": [*TAGS, *(key for key, _ in policy.shares.tag_names)] if policy.shares else [],
    }
    if kind == "checklist":
        rows = [row.key for row in rule.items]
        known |= {"unmet": rows, "unmarked": rows}
    return known


def _facts(policy: Policy, rule: Any) -> list[FactField]:
    """Facts that the rule reads, and those of the tracks it rests on."""
    named = [track for track in policy.tracks if _mentions(rule, track.key)]
    own = {fact.key: fact.kind for fact in policy.facts}
    return facts_read((rule, *named), own)


def _mentions(rule: Any, key: str) -> bool:
    return f"track='{key}'" in repr(rule)


def asked(
    version: PolicyVersion, body: Mapping[str, Any], leaves: Iterable[Leaf] = ()
) -> Evaluation:
    """What one rule gives for facts as plain data; Refused in words where they do not fit."""
    question = to_question(body, leaves)
    try:
        return evaluate(
            policy_of(version), question.kind, question.facts, calendar(), version_value(version)
        )
    except (KeyError, ValueError, TypeError, ArithmeticError) as error:
        raise Refused(
            Problem("这些事实互相矛盾或超出范围，算不出结果", code="facts", value=str(error)[:80])
        ) from error
