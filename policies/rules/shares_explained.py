"""The line-by-line account of a division of cost, in the order a bookkeeper checks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.explanations import Clause, Explanation, Input, Line
from common.money import yuan
from policies.rules.money_model import SharesRule

STAGES = {"estimate": "预计", "due": "应缴", "final": "决算"}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Every intermediate figure of one division, in 元."""

    rule: SharesRule
    stage: str
    area: Decimal
    area_source: str
    cost_source: str
    social: Decimal
    amounts: Mapping[str, Decimal]
    spread: Mapping[str, Decimal]
    bases: Mapping[str, Decimal]
    parts: Mapping[str, Mapping[str, Decimal]]
    by_lines: Mapping[str, Decimal]
    before_cap: Mapping[str, Decimal]
    overflow: Decimal
    by_payer: Mapping[str, Decimal]
    excluded: Mapping[str, Decimal]
    account: tuple[Explanation, ...] = ()
    relieved: Decimal = Decimal("0.00")

    @property
    def whole(self) -> Decimal:
        """The cost that is divided."""
        return sum(self.bases.values(), Decimal("0.00"))


def share_text(share: Fraction) -> str:
    """10%, 80%, 1/3."""
    hundred = share * 100
    return (
        f"{hundred.numerator}%"
        if hundred.denominator == 1
        else (f"{share.numerator}/{share.denominator}")
    )


def explain(sums: Reckoning, payer: str) -> Explanation:
    """The account headed by one payer's figure; `payer` is a payer key of the rule."""
    rule = sums.rule
    names = {one.key: one.name for one in rule.payers}
    children = [_by_class(sums), *_others(sums), _remainder(sums)]
    if sums.overflow:
        children.append(_overflow(sums, names))
    children += sums.account
    if sums.spread:
        children.insert(0, _overhead(sums))
    added = " + ".join(f"{value:,.2f}" for value in sums.by_payer.values() if value)
    return Explanation(
        title=f"{names[payer]}（{STAGES[sums.stage]}）",
        result=f"{sums.by_payer[payer]:,.2f}",
        unit="元",
        sentence=_sentence(sums, payer, names),
        status="estimate" if sums.stage == "estimate" else "final",
        inputs=_inputs(sums),
        lines=(Line("核对", f"{added} = {sums.whole:,.2f} 元", "与总投资一致", emphasis=True),),
        clauses=_clauses(sums),
        note="预计数。最终以竣工财务决算为准，届时重算并留下两次的差额。"
        if sums.stage == "estimate"
        else "",
        children=_numbered(children),
    )


def _numbered(children: list[Explanation]) -> tuple[Explanation, ...]:
    return tuple(
        Explanation(
            title=f"{chr(0x2460 + index)} {child.title}",
            result=child.result,
            unit=child.unit,
            lines=child.lines,
            clauses=child.clauses,
            note=child.note,
        )
        for index, child in enumerate(children)
    )


def _overhead(sums: Reckoning) -> Explanation:
    name = {line.key: line.name for line in sums.rule.every_line}
    lines = tuple(
        Line(name[key], f"{sums.amounts[key]:,.2f} + 分摊 {part:,.2f}", f"{sums.bases[key]:,.2f}")
        for key, part in sums.spread.items()
    )
    spread = sum(sums.spread.values(), Decimal("0.00"))
    return Explanation(
        title="其他费用、预备费按比例分摊",
        result=f"{spread:,.2f}",
        unit="元",
        lines=lines,
        note=sums.rule.overhead_says,
    )


def _by_class(sums: Reckoning) -> Explanation:
    key = sums.rule.payer_of_kind("residents")
    lines = []
    for line in sums.rule.every_line:
        share = next((part.share for part in line.parts if part.payer == key), Fraction(0))
        if sums.bases[line.key] and share:
            part = sums.parts[line.key][key]
            base = f"{sums.bases[line.key]:,.2f} × {share_text(share)}"
            lines.append(Line(line.name, base, f"{part:,.2f}"))
    lines.append(Line("合计", "", f"{sums.by_lines[key]:,.2f}", emphasis=True))
    return Explanation(
        title="居民按类别出资", result=f"{sums.by_lines[key]:,.2f}", unit="元", lines=tuple(lines)
    )


def _others(sums: Reckoning) -> list[Explanation]:
    """What utilities and others pay by the lines, where there is any."""
    lines, paid = [], Decimal("0.00")
    for payer in sums.rule.payers:
        if payer.kind not in {"utility", "other"}:
            continue
        for line in sums.rule.every_line:
            share = next((part.share for part in line.parts if part.payer == payer.key), None)
            if share and sums.bases[line.key]:
                part = sums.parts[line.key][payer.key]
                expression = f"{line.name} {sums.bases[line.key]:,.2f} × {share_text(share)}"
                lines.append(Line(payer.name, expression, f"{part:,.2f}"))
                paid += part
    if not lines:
        return []
    lines.append(Line("合计", "", f"{paid:,.2f}", emphasis=True))
    return [Explanation(title="专营单位出资", result=f"{paid:,.2f}", unit="元", lines=tuple(lines))]


def _remainder(sums: Reckoning) -> Explanation:
    rule = sums.rule
    government = rule.payer_of_kind("government")
    residents = rule.payer_of_kind("residents")
    utilities = sum(
        (sums.by_lines[one.key] for one in rule.payers if one.kind in {"utility", "other"}),
        Decimal("0.00"),
    )
    without = "、".join(map(rule.tag_name, rule.excluded))
    lines = [
        Line("总投资" + (f"（不含{without}）" if without else ""), "", f"{sums.whole:,.2f}"),
        Line("− 居民按比例出资", "", f"{sums.by_lines[residents]:,.2f}"),
    ]
    if utilities:
        lines.append(Line("− 专营单位出资", "", f"{utilities:,.2f}"))
    if sums.social:
        lines.append(Line("− 社会资金", "", f"{sums.social:,.2f}"))
    if sums.relieved:
        lines.append(Line("− 居民定额出资", "", f"{sums.relieved:,.2f}"))
    due = sums.before_cap[government]
    paid = due - (sums.overflow if rule.cap and rule.cap.payer == government else 0)
    lines.append(Line("= 应补", "", f"{due:,.2f}", emphasis=True))
    title = "财政应补"
    if rule.cap:
        title = "财政应补与上限"
        limit = yuan(rule.cap.per_area * sums.area)
        expression = f"{rule.cap.per_area:,f} 元/㎡ × {sums.area:,.2f} ㎡"
        lines.append(Line("上限", expression, f"{limit:,.2f}"))
        lines.append(Line("补助 = 两者取小", "", f"{paid:,.2f}", emphasis=True))
    return Explanation(title=title, result=f"{paid:,.2f}", unit="元", lines=tuple(lines))


def _overflow(sums: Reckoning, names: Mapping[str, str]) -> Explanation:
    cap = sums.rule.cap
    if cap is None:
        raise ValueError("an overflow needs a cap")
    due = sums.before_cap[cap.payer]
    paid = due - sums.overflow
    bearer, before = cap.overflow_to, sums.before_cap[cap.overflow_to]
    lines = (
        Line("超出上限", f"{due:,.2f} − {paid:,.2f}", f"{sums.overflow:,.2f}"),
        Line(
            f"{names[bearer]}合计",
            f"{before:,.2f} + {sums.overflow:,.2f}",
            f"{before + sums.overflow:,.2f}",
            emphasis=True,
        ),
    )
    return Explanation(
        title=f"超出部分转{names[bearer]}", result=f"{sums.overflow:,.2f}", unit="元", lines=lines
    )


def _sentence(sums: Reckoning, payer: str, names: Mapping[str, str]) -> str:
    kind = {one.key: one.kind for one in sums.rule.payers}[payer]
    cap = sums.rule.cap
    if cap and payer == cap.payer and sums.overflow:
        return (
            f"按总投资扣其他各方出资应补 {sums.before_cap[payer]:,.2f} 元，超过每平方米 "
            f"{cap.per_area:,f} 元的上限，按上限补；超出的 {sums.overflow:,.2f} 元由"
            f"{names[cap.overflow_to]}承担。"
        )
    if cap and payer == cap.overflow_to and sums.overflow:
        return (
            f"按各类内容的比例出资 {sums.before_cap[payer]:,.2f} 元，另承担超出补助上限的 "
            f"{sums.overflow:,.2f} 元。"
        )
    if kind == "government":
        under = f"，未超过每平方米 {cap.per_area:,f} 元的上限" if cap else ""
        return f"总投资扣其他各方出资后应补 {sums.by_payer[payer]:,.2f} 元{under}。"
    return f"按规则应承担 {sums.by_payer[payer]:,.2f} 元。"


def _inputs(sums: Reckoning) -> tuple[Input, ...]:
    rows = []
    if sums.rule.cap:
        rows.append(Input("建筑面积", f"{sums.area:,.2f}", "㎡", sums.area_source))
    for line in sums.rule.every_line:
        if sums.amounts[line.key]:
            amount = f"{sums.amounts[line.key]:,.2f}"
            rows.append(Input(line.name, amount, "元", sums.cost_source))
    if sums.spread:
        spread = sum(sums.spread.values(), Decimal("0.00"))
        rows.append(Input("其他费用、预备费", f"{spread:,.2f}", "元", sums.cost_source))
    rows.append(Input("社会资金", f"{sums.social:,.2f}", "元"))
    rows += [
        Input(sums.rule.tag_name(tag), f"{left_out:,.2f}", "元", "不进入计算")
        for tag, left_out in sums.excluded.items()
    ]
    return tuple(rows)


def _clauses(sums: Reckoning) -> tuple[Clause, ...]:
    found = list(sums.rule.clauses)
    for line in sums.rule.every_line:
        if sums.bases[line.key]:
            found += line.clauses
    if sums.rule.cap:
        found += sums.rule.cap.clauses
    for child in sums.account:
        found += child.clauses
    return tuple(dict.fromkeys(found))
