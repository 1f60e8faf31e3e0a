"""Trying a rule with facts: which rules can be asked, what each reads, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from common.errors import Problem, Refused
from policies.loading.asking import (
    ROWS,
    FactField,
    fact_leaves,
    takes_facts,
    to_question,
)
from policies.loading.leaves import Leaf
from policies.models import PolicyVersion
from policies.rules.askable import FAMILIES, Choice, choices
from policies.rules.asked_of import Asked, asked_of
from policies.rules.evaluating import EVALUATORS, Evaluation, evaluate
from policies.rules.evaluation import Facts
from policies.rules.policy_model import Policy
from policies.selectors.governing import calendar, policy_of, version_value


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: its name, what it answers, how many rules of the policy answer it."""

    key: str
    label: str
    asks: str
    rules: int


@dataclass(frozen=True, slots=True)
class Question:
    """A rule with everything that is asked about it."""

    kind: str
    choice: Choice
    leaves: tuple[Leaf, ...]
    facts: tuple[FactField, ...]
    asked: Asked


def families(policy: Policy) -> dict[str, list[Kind]]:
    """The kinds of question that the policy can answer, as an official looks for them."""
    found = {
        title: [
            Kind(key, EVALUATORS[key].label, asks, count)
            for key, asks in kinds.items()
            if (count := len(choices(policy, key)))
        ]
        for title, kinds in FAMILIES.items()
    }
    return {title: kinds for title, kinds in found.items() if kinds}


def question_for(
    policy: Policy, kind: str, key: str, *, rows: int = ROWS, facts: Facts | None = None
) -> Question | None:
    """What is asked of one rule; the first of its kind when the key names none.

    Tables have `rows` rows at least, and one for each row of `facts`.
    """
    found = choices(policy, kind)
    if not found:
        return None
    choice = next((one for one in found if one.key == key), found[0])
    asked = asked_of(policy, kind, choice.rule)
    hidden = asked.silent | set(choice.given)
    leaves = fact_leaves(kind, facts or {}, rows=rows, known=asked.known, hidden=hidden)
    reads = _reads(asked, leaves) if takes_facts(kind) or asked.in_rows else ()
    return Question(kind, choice, tuple(leaves), tuple(reads), asked)


def choice_of(policy: Policy, kind: str, facts: Facts) -> str:
    """The key of the rule that facts name, for `question_for`."""
    for one in choices(policy, kind):
        if all(facts.get(word) == key for word, key in one.given.items()):
            return one.key
    return ""


def _reads(asked: Asked, leaves: Iterable[Leaf]) -> list[FactField]:
    rows = dict.fromkeys(leaf.row for leaf in leaves) if asked.in_rows else {"": None}
    return [
        FactField(f"{key}@{scope}" if scope else key, kind, row)
        for row in rows
        if bool(row) == asked.in_rows
        for (key, scope), kind in asked.facts.items()
    ]


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
