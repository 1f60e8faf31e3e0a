"""Who pays what, to the fen: lines in order, other costs pro rata, social capital, cap, overflow.

Money is `Decimal` 元 with two places; every split uses the largest remainder, so that the parts add
up. What the policy does not say raises `Undecidable` naming what to configure. Rule source: the
clauses on each line of the policy. The reference in `tests/policies` computes the same another way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from common.errors import Problem, Undecidable
from common.explanations import Explanation
from common.money import total, yuan
from policies.rules.apportioning import Home, apportion
from policies.rules.cost_lines import CostItem, divide, sort, spread
from policies.rules.money_model import SharesRule
from policies.rules.residents import HomePass, flat_parts, limit_homes, quantity
from policies.rules.residents_explained import residents_account
from policies.rules.shares_explained import Reckoning, explain
from policies.rules.vocabulary import OVERHEAD

__all__ = ["CostItem", "Home", "ShareFacts", "ShareOutcome", "Stage", "apportion", "determine"]

Stage = Literal["estimate", "due", "final"]


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """What goes in: costs, area in ㎡ for the cap, social capital in 元, and the stage."""

    items: tuple[CostItem, ...]
    area: Decimal
    households: int = 0
    social: Decimal = Decimal("0.00")
    stage: Stage = "estimate"
    area_source: str = ""
    cost_source: str = ""


@dataclass(frozen=True, slots=True)
class ShareOutcome:
    """元 by payer, adding up to `total`; the explanation belongs to the residents' sum.

    `by_home`: what each home pays where the rule has limits per home, out of `before_limits`.
    `deposit`: 元 into the maintenance fund, no project money. None where the rule asks for none.
    """

    by_payer: dict[str, Decimal]
    payer_names: dict[str, str]
    residents_due: Decimal
    total: Decimal
    explanation: Explanation
    reckoning: Reckoning
    by_home: dict[str, Decimal] | None = None
    before_limits: Decimal | None = None
    deposit: Decimal | None = None

    def explanation_for(self, payer: str) -> Explanation:
        """The same arithmetic, headed by that payer's figure."""
        return explain(self.reckoning, payer)


def determine(rule: SharesRule, facts: ShareFacts, homes: Sequence[Home] = ()) -> ShareOutcome:
    """Divide the cost. Raises Undecidable with everything that the rule does not answer.

    `homes` are needed only where the rule has limits per home.
    """
    items = _counted(rule, facts)
    taken, problems = sort(rule, items)
    amounts = {line.key: total(item.amount for item in taken[line.key]) for line in rule.every_line}
    overhead = total(item.amount for item in items if item.tags & OVERHEAD)
    spread_over, more = spread(rule, amounts, overhead)
    problems += more
    if problems:
        raise Undecidable(problems)
    bases = {key: amounts[key] + spread_over.get(key, Decimal(0)) for key in amounts}
    parts = {line.key: divide(line, bases[line.key], taken[line.key]) for line in rule.every_line}
    by_payer = {
        payer.key: total(part.get(payer.key, Decimal(0)) for part in parts.values())
        for payer in rule.payers
    }
    by_lines = dict(by_payer)
    flats = flat_parts(rule, facts.area, facts.households or len(homes), by_payer)
    _lower_by_social(rule, facts, by_payer)
    before_cap = dict(by_payer)
    overflow = _cap(rule, facts, by_payer)
    limited = limit_homes(rule, homes, by_payer)
    deposit = _deposit(rule, facts, homes)
    reckoning = Reckoning(
        rule=rule,
        stage=facts.stage,
        area=facts.area,
        area_source=facts.area_source,
        cost_source=facts.cost_source,
        social=yuan(facts.social),
        amounts=amounts,
        spread=spread_over,
        bases=bases,
        parts=parts,
        by_lines=by_lines,
        before_cap=before_cap,
        overflow=overflow,
        by_payer=by_payer,
        excluded=_excluded(rule, facts),
        account=tuple(residents_account(rule, flats, limited, deposit)),
        relieved=_relieved(rule, flats),
    )
    return _outcome(reckoning, limited, deposit)


def _outcome(
    reckoning: Reckoning, limited: HomePass | None, deposit: Decimal | None
) -> ShareOutcome:
    rule, by_payer = reckoning.rule, dict(reckoning.by_payer)
    residents = rule.payer_of_kind("residents")
    return ShareOutcome(
        by_payer=by_payer,
        payer_names={payer.key: payer.name for payer in rule.payers},
        residents_due=by_payer[residents],
        total=total(by_payer.values()),
        explanation=explain(reckoning, residents),
        reckoning=reckoning,
        by_home=dict(limited.by_home) if limited else None,
        before_limits=limited.before if limited else None,
        deposit=deposit,
    )


def _counted(rule: SharesRule, facts: ShareFacts) -> list[CostItem]:
    """Items inside the base; a final account holds no reserve, it is spent or gone."""
    outside = set(rule.excluded) | ({"reserve"} if facts.stage == "final" else set())
    return [
        replace(item, amount=yuan(item.amount)) for item in facts.items if not item.tags & outside
    ]


def _excluded(rule: SharesRule, facts: ShareFacts) -> dict[str, Decimal]:
    outside = set(rule.excluded) | ({"reserve"} if facts.stage == "final" else set())
    found: dict[str, Decimal] = {tag: Decimal("0.00") for tag in rule.excluded}
    for item in facts.items:
        for tag in sorted(item.tags & outside):
            found[tag] = found.get(tag, Decimal("0.00")) + yuan(item.amount)
            break
    return found


def _lower_by_social(rule: SharesRule, facts: ShareFacts, by_payer: dict[str, Decimal]) -> None:
    social = yuan(facts.social)
    if social == 0:
        return
    payer, lowered = rule.payer_of_kind("social"), rule.social_lowers
    if social < 0 or not payer or not lowered:
        raise Undecidable(
            Problem(
                "社会资金抵减哪一方的出资尚不能判定",
                code="social_unsaid",
                value=str(social),
                remedy="在政策的出资规则中写明“社会资金抵减”谁",
            )
        )
    if social > by_payer[lowered]:
        raise Undecidable(
            Problem(
                "社会资金超过其抵减一方的应出资额，多出部分归谁方案没有写",
                code="social_exceeds",
                value=str(social),
                expected=f"不超过 {by_payer[lowered]} 元",
                remedy="由主管部门裁定后补充规则",
            )
        )
    by_payer[lowered] -= social
    by_payer[payer] += social


def _cap(rule: SharesRule, facts: ShareFacts, by_payer: dict[str, Decimal]) -> Decimal:
    """Apply the cap; returns what overflows, in 元."""
    if rule.cap is None:
        return Decimal("0.00")
    if facts.area <= 0:
        raise Undecidable(
            Problem(
                "补助上限按平方米计，尚不能判定：需要“改造建筑面积”",
                code="area_missing",
                remedy="先在户册或许可证中核定建筑面积",
            )
        )
    limit = yuan(rule.cap.per_area * facts.area)
    overflow = max(by_payer[rule.cap.payer] - limit, Decimal("0.00"))
    by_payer[rule.cap.payer] -= overflow
    by_payer[rule.cap.overflow_to] += overflow
    return overflow


def _relieved(rule: SharesRule, flats: Mapping[str, Decimal]) -> Decimal:
    """元 that flat sums take off the government's part."""
    government = rule.payer_of_kind("government")
    return total(flats[one.key] for one in rule.residents.flat if one.relieves == government)


def _deposit(rule: SharesRule, facts: ShareFacts, homes: Sequence[Home]) -> Decimal | None:
    """元 into the maintenance fund, apart from the division."""
    one = rule.residents.deposit
    if one is None:
        return None
    problems: list[Problem] = []
    count = quantity(one.per, facts.area, facts.households or len(homes), one.name, problems)
    if problems:
        raise Undecidable(problems)
    return yuan(one.amount * count)
