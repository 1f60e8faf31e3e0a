"""A condition on facts: it holds, it does not, or a fact is missing; never a default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from common.explanations import Input
from policies.rules.eligibility_model import Condition, FactKey
from policies.rules.fact_values import Facts, FactValue, Value, exactly, number, parse_value, shown
from policies.rules.fact_words import FactKind
from policies.rules.gates import COMPARE, NO_TERMS, SIGNS
from policies.rules.premise_model import Terms


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds; None while its fact is missing."""

    condition: Condition
    kind: FactKind
    holds: bool | None
    fact: FactValue | None

    @property
    def words(self) -> str:
        """户数：120，要求 ≥ 100 户, as a reader checks it."""
        return f"{self.kind.label}：{self.have}，要求 {wanted(self.condition, self.kind)}"

    @property
    def have(self) -> str:
        """The fact's value as people read it; 缺 while missing."""
        return "缺" if self.fact is None else exactly(self.kind, self.fact.value)

    @property
    def key(self) -> FactKey:
        """The fact it reads."""
        return self.condition.reads

    @property
    def result(self) -> str:
        """满足, 不满足 or 缺."""
        return {True: "满足", False: "不满足", None: "缺"}[self.holds]


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of one community, and how the product and the policy call each fact.

    `terms` holds the facts that the policy declares itself; `names` what scopes are called.
    """

    facts: Facts
    terms: Terms = NO_TERMS
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: FactKey) -> FactValue | None:
        """The fact; None while missing."""
        return self.facts.get(key)

    def judge(self, condition: Condition) -> Verdict:
        """Compare one fact; the values of the policy have been checked at load."""
        kind = self.terms.kind(condition.fact)
        fact = self.facts.get(condition.reads)
        if fact is None:
            return Verdict(condition, kind, None, None)
        limits = [parse_value(kind, text) for text in condition.values]
        holds: bool | None = any(_compare(condition, fact.value, limit) for limit in limits)
        if not holds and _too_wide(condition, fact.value, limits):
            holds = None
        return Verdict(condition, kind, holds, fact)

    def label(self, key: FactKey) -> str:
        """建成年份; where `names` knows the scope, whose it is: 评审得分（迫切程度）."""
        label, name = self.terms.kind(key[0]).label, self.names.get(key[1], "")
        return f"{label}（{name}）" if name else label

    def needs(self, missing: Iterable[FactKey]) -> str:
        """尚不能判定：需要“建成年份”“改造申请日”, each once."""
        labels = dict.fromkeys(self.label(key) for key in missing)
        return "尚不能判定：需要" + "".join(f"“{label}”" for label in labels)

    def input(self, key: FactKey) -> Input:
        """A fact as an explanation lists it, with its source; 缺 where it is missing."""
        kind, fact = self.terms.kind(key[0]), self.facts.get(key)
        if fact is None:
            return Input(self.label(key), "缺", kind.unit)
        as_of = f"截至 {fact.as_of}" if fact.as_of else ""
        source = " ".join(part for part in (fact.source, as_of) if part)
        return Input(self.label(key), shown(kind, fact.value), kind.unit, source)


def _too_wide(condition: Condition, value: Value, limits: list[Value]) -> bool:
    """A county's code does not say in which of its streets a place lies."""
    return condition.operator == "under" and any(
        str(limit).startswith(str(value)) for limit in limits
    )


def _compare(condition: Condition, value: Value, limit: Value) -> bool:
    if condition.operator == "under":
        return str(value).startswith(str(limit))
    if isinstance(value, str) or isinstance(limit, str):
        return value == limit
    return COMPARE[condition.operator](number(value), number(limit))


def all_hold(verdicts: Iterable[Verdict]) -> bool | None:
    """All of them; one that fails settles it, whatever is missing."""
    found = {one.holds for one in verdicts}
    return False if False in found else None if None in found else True


def any_holds(verdicts: Iterable[Verdict]) -> bool | None:
    """Any of them; one that holds settles it, whatever is missing."""
    found = {one.holds for one in verdicts}
    return True if True in found else None if None in found else False


def wanted(condition: Condition, kind: FactKind) -> str:
    """≥ 80%, 是, 街道或建制镇: what a condition asks for."""
    values = "或".join(exactly(kind, parse_value(kind, text)) for text in condition.values)
    unit = f" {kind.unit}" if kind.unit else ""
    sign = {"=": "", "under": "属于 "}.get(condition.operator, f"{SIGNS.get(condition.operator)} ")
    return f"{sign}{values}{unit}"
