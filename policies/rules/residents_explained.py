"""The account of what lies on the residents beside the lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from common.explanations import Explanation, Line
from policies.rules.money_model import SharesRule
from policies.rules.residents import HomePass

PER = {"area": "元/㎡", "home": "元/户"}


def residents_account(
    rule: SharesRule,
    flats: Mapping[str, Decimal],
    homes: HomePass | None,
    deposit: Decimal | None,
) -> list[Explanation]:
    """Flat sums, limits per home and the deposit, each where there is one."""
    found = []
    if flats:
        found.append(_flats(rule, flats))
    if homes:
        found.append(_homes(rule, homes))
    if deposit is not None and rule.residents.deposit:
        one = rule.residents.deposit
        found.append(
            Explanation(
                title=f"{one.name}（另行交存，不计入项目资金）",
                result=f"{deposit:,.2f}",
                unit="元",
                lines=(
                    Line(
                        one.name,
                        f"{one.amount:,f} {PER[one.per]}",
                        f"{deposit:,.2f}",
                    ),
                ),
                clauses=one.clauses,
                note=one.says,
            )
        )
    return found


def _flats(rule: SharesRule, flats: Mapping[str, Decimal]) -> Explanation:
    lines = [
        Line(
            one.name,
            f"{one.amount:,f} {PER[one.per]}，相应减少{rule.payer_name(one.relieves)}",
            f"{flats[one.key]:,.2f}",
        )
        for one in rule.residents.flat
    ]
    whole = sum(flats.values(), Decimal("0.00"))
    lines.append(Line("合计", "", f"{whole:,.2f}", emphasis=True))
    return Explanation(
        title="居民定额出资",
        result=f"{whole:,.2f}",
        unit="元",
        lines=tuple(lines),
        clauses=tuple(clause for one in rule.residents.flat for clause in one.clauses),
    )


def _homes(rule: SharesRule, homes: HomePass) -> Explanation:
    limits = rule.residents
    lines = [Line("分摊到户之前", "", f"{homes.before:,.2f}")]
    if limits.rounding:
        lines.append(Line("每户取整", f"到 {limits.rounding.unit:,f} 元", ""))
    if limits.floor:
        lines.append(Line("每户下限", f"{limits.floor.amount:,f} 元", f"{homes.held_up} 户补足"))
    if limits.ceiling:
        lines.append(
            Line("每户上限", f"{limits.ceiling.amount:,f} 元", f"{homes.held_down} 户封顶")
        )
    lines += [
        Line(
            f"{rule.payer_name(payer)}{'多承担' if amount > 0 else '少承担'}",
            "",
            f"{abs(amount):,.2f}",
        )
        for payer, amount in homes.moved.items()
    ]
    whole = sum(homes.by_home.values(), Decimal("0.00"))
    lines.append(Line("居民合计", "", f"{whole:,.2f}", emphasis=True))
    stated = (limits.rounding, limits.floor, limits.ceiling)
    return Explanation(
        title="每户限额与取整",
        result=f"{whole:,.2f}",
        unit="元",
        lines=tuple(lines),
        clauses=tuple(clause for one in stated if one for clause in one.clauses),
    )
