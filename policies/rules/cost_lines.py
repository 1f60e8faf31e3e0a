"""Costs sorted into the lines of the division, other costs spread over them, lines divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem
from common.money import split
from policies.rules.money_model import SharesRule, SplitLine
from policies.rules.vocabulary import OVERHEAD


@dataclass(frozen=True, slots=True)
class CostItem:
    """A content with its cost in 元, its level and the tags that decide who pays.

    `payer`: whom the officer laid it on, where the rule leaves a choice.
    """

    key: str
    name: str
    level: str
    amount: Decimal
    tags: frozenset[str] = frozenset()
    payer: str = ""


def sort(
    rule: SharesRule, items: list[CostItem]
) -> tuple[dict[str, list[CostItem]], list[Problem]]:
    """Items by line, and every item for which no payer can be named."""
    taken: dict[str, list[CostItem]] = {line.key: [] for line in rule.every_line}
    problems = []
    for item in items:
        if item.amount < 0:
            problems.append(
                Problem(
                    f"“{item.name}”的造价小于零",
                    code="negative_cost",
                    value=str(item.amount),
                    expected="不小于 0 的元数",
                )
            )
        if item.tags & OVERHEAD or item.amount <= 0:
            continue
        line = next((one for one in rule.every_line if one.takes(item.level, item.tags)), None)
        if line is None or not (line.parts or item.payer in line.choice):
            why = _why(rule, line)
            problems.append(
                Problem(
                    f"“{item.name}”由谁出资尚不能判定：{why}",
                    code="payer_unsaid",
                    remedy="在政策的出资规则中写明出资方，或调整该项的层级、类别",
                )
            )
        else:
            taken[line.key].append(item)
    return taken, problems


def _why(rule: SharesRule, line: SplitLine | None) -> str:
    if line is None:
        return "没有一条出资规则管到这一项"
    if line.choice:
        names = "、".join(rule.payer_name(payer) for payer in line.choice)
        return f"由主管部门在{names}中指定"
    return line.undecided


def spread(
    rule: SharesRule, amounts: Mapping[str, Decimal], overhead: Decimal
) -> tuple[dict[str, Decimal], list[Problem]]:
    """Other costs and reserve in 元 by line, pro rata."""
    if not overhead:
        return {}, []
    weights = {key: Fraction(amounts[key]) for key in rule.overhead_over if amounts[key]}
    if not weights:
        return {}, [
            Problem(
                "工程建设其他费用和预备费不能分摊：没有可据以加权的改造内容",
                code="no_weights",
                remedy="先填写各类改造内容的造价",
            )
        ]
    return split(overhead, weights), []


def divide(line: SplitLine, amount: Decimal, items: list[CostItem]) -> dict[str, Decimal]:
    """A line's 元 by payer, adding up to the fen."""
    if line.choice and items:
        chosen: dict[str, Fraction] = dict.fromkeys(line.choice, Fraction(0))
        for item in items:
            chosen[item.payer] += Fraction(item.amount)
        return split(amount, chosen)
    if not line.parts:
        return {}
    return split(amount, {part.payer: part.share for part in line.parts})
