"""Money as rows of the document: title, text, parameter, clauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from common.explanations import Clause
from policies.rules import government_model as g
from policies.rules.apportioning import APPORTION
from policies.rules.field_labels_money import EVENTS, OF, OWNERS, PER, WAYS, WHERE
from policies.rules.money_model import Part, SharesRule, SplitLine
from policies.rules.policy_model import Policy
from policies.rules.shares_explained import share_text
from policies.rules.stream_model import StreamRule
from policies.rules.tier_words import table_words
from policies.rules.vocabulary import CONTRIBUTIONS, SOURCES, TAGS

Plain = tuple[str, str, str, tuple[Clause, ...]]


def share_rows(policy: Policy) -> list[Plain]:
    """Who pays what, utilities by segment included."""
    rule = policy.shares
    if rule is None:
        return []
    names = {payer.key: payer.name for payer in rule.payers}
    rows: list[Plain] = [(rule.name, rule.says, "", rule.clauses)]
    rows += _utilities(policy, names)
    rows += [(line.name, line.says, _of_line(line, names), line.clauses) for line in rule.lines]
    if rule.cap:
        limit = f"{names[rule.cap.payer]} ≤ {rule.cap.per_area:,f} 元/㎡"
        limit += f"；超出归{names[rule.cap.overflow_to]}"
        rows.append(("补助上限", rule.cap.says, limit, rule.cap.clauses))
    rows.append(("其他费用、预备费", rule.overhead_says, "按比例分摊", rule.overhead_clauses))
    rows += _residents(rule, names)
    rows.append(
        ("分摊到户", rule.apportion_says, APPORTION[rule.apportion], rule.apportion_clauses)
    )
    return rows


def _of_line(line: SplitLine, names: dict[str, str]) -> str:
    if line.choice:
        return "由主管部门指定：" + "、".join(names[payer] for payer in line.choice)
    return _parts(line.parts, names) or f"尚不能判定：{line.undecided}"


def _parts(parts: Iterable[Part], names: dict[str, str]) -> str:
    return "；".join(f"{names[part.payer]} {share_text(part.share)}" for part in parts)


def _utilities(policy: Policy, names: dict[str, str]) -> list[Plain]:
    units = names | {unit.key: unit.name for unit in policy.units}
    rows: list[Plain] = []
    for utility in policy.utilities:
        rows.append((utility.name, utility.says, "", utility.clauses))
        for one in utility.segments:
            words = [WHERE[one.where], OWNERS[one.owner]]
            words.append(_parts(one.parts, names) or f"尚不能判定：{one.undecided}")
            for label, key in (
                ("改造", one.builds),
                ("改造后产权", one.owner_after),
                ("维护", one.maintains),
            ):
                words += [f"{label} {units[key]}"] if key else []
            rows.append((one.name, one.says, "；".join(words), one.clauses))
    return rows


def _residents(rule: SharesRule, names: dict[str, str]) -> list[Plain]:
    x = rule.residents
    rows: list[Plain] = [
        (
            one.name,
            one.says,
            f"{PER[one.per]} {one.amount:,f} 元；减轻{names[one.relieves]}",
            one.clauses,
        )
        for one in x.flat
    ]
    if x.floor:
        words = f"≥ {x.floor.amount:,f} 元；补足部分减轻{names[x.floor.other]}"
        rows.append(("每户下限", x.floor.says, words, x.floor.clauses))
    if x.ceiling:
        words = f"≤ {x.ceiling.amount:,f} 元；超出归{names[x.ceiling.other]}"
        rows.append(("每户上限", x.ceiling.says, words, x.ceiling.clauses))
    if x.rounding:
        words = (
            f"到 {x.rounding.unit:,f} 元，{WAYS[x.rounding.way]}；差额归{names[x.rounding.other]}"
        )
        rows.append(("每户取整", x.rounding.says, words, x.rounding.clauses))
    rows += [
        (
            f"出资方式：{CONTRIBUTIONS[one.key]}",
            one.says,
            "计入" if one.at_most is None else f"计入，至多应缴的 {share_text(one.at_most)}",
            one.clauses,
        )
        for one in x.contributions
    ]
    if x.deposit:
        words = f"{PER[x.deposit.per]} {x.deposit.amount:,f} 元；不计入项目资金"
        rows.append((x.deposit.name, x.deposit.says, words, x.deposit.clauses))
    return rows


def government_rows(policy: Policy) -> list[Plain]:
    """Government steps in order, then streams, spreads and the fund."""
    rows: list[Plain] = []
    if rule := policy.government:
        names = {level.key: level.name for level in rule.levels} | dict(rule.payer_names)
        rows.append(
            (rule.name, rule.says, "、".join(one.name for one in rule.levels), rule.clauses)
        )
        rows += [
            (one.name, one.says, one.undecided or "、".join(one.areas), one.clauses)
            for one in rule.places
        ]
        rows += [
            (step.name, step.says, _STEPS[type(step)](rule, step, names), step.clauses)
            for step in rule.steps
        ]
    rows += [(one.name, one.says, _of_stream(one), one.clauses) for one in policy.streams]
    for spread in policy.spreads:
        factors = "、".join(
            factor.name + ("" if factor.weight is None else f" {share_text(factor.weight)}")
            for factor in spread.factors
        )
        words = factors + ("；乘以财政困难系数" if spread.difficulty else "")
        rows.append((spread.name, spread.says, words, spread.clauses))
    if fund := policy.fund:
        words = f"未建立或低于首期 {share_text(fund.flag_below)} 的，提示补建、续筹"
        rows.append((fund.name, fund.says, words, fund.clauses))
    return rows


def _of_stream(one: StreamRule) -> str:
    def tags(keys: Iterable[str]) -> str:
        own = dict(one.tag_names)
        return "、".join(own.get(key) or TAGS[key] for key in sorted(keys))

    words = [SOURCES[one.source]]
    if one.uses:
        words.append(f"可用于{tags(one.uses)}")
    if one.forbids:
        words.append(f"不得用于{tags(one.forbids)}")
    if one.at_most is not None:
        words.append(f"≤ 总投资的 {share_text(one.at_most)}")
    if one.first_year is not None:
        words.append(f"{one.first_year} 至 {one.last_year} 年")
    if one.areas:
        words.append("只用于 " + "、".join(one.areas))
    if one.apart:
        words.append(f"分{tags(one.apart)}申报")
    return "；".join(words)


def _base(_rule: g.GovernmentRule, step: g.BaseStep, names: dict[str, str]) -> str:
    if step.standard is not None:
        return f"{PER[step.per]} {step.standard:,f} 元"
    words = [OF[step.of]]
    if step.at_least is not None:
        words.append(f"{PER[step.per]}不低于 {step.at_least:,f} 元")
    if step.at_most is not None:
        words.append(f"{PER[step.per]}不高于 {step.at_most:,f} 元，超出归{names[step.overflow_to]}")
    return "；".join(words)


def _split(rule: g.GovernmentRule, step: g.SplitStep, names: dict[str, str]) -> str:
    places = {one.key: one.name for one in rule.places}
    return "；".join(
        ("、".join(places[key] for key in row.places) or ("其余" if rule.places else ""))
        + " "
        + "、".join(f"{names[part.payer]} {share_text(part.share)}" for part in row.parts)
        for row in step.rows
    ).strip()


def _adjust(_rule: g.GovernmentRule, step: g.AdjustStep, names: dict[str, str]) -> str:
    return f"{table_words(step.table)}；{names[step.against]}相应增减"


def _on_time(rule: g.GovernmentRule, step: g.OnTimeStep, names: dict[str, str]) -> str:
    places = {one.key: one.name for one in rule.places}
    words = [f"{names[step.of]}投入的 {share_text(step.share)}"]
    words += ["、".join(places[key] for key in step.places)] if step.places else []
    words.append(f"{EVENTS[step.event]}不晚于 {step.until or '步骤期限'}，逾期为零")
    words += [f"{one.name}不晚于 {one.until}" for one in step.groups]
    return "；".join(words)


def _reimburse(_rule: g.GovernmentRule, step: g.ReimburseStep, names: dict[str, str]) -> str:
    of = names[step.of]
    words = [
        f"{of}投入的 {share_text(step.share)}"
        if step.share is not None
        else f"{of}投入，逐项核定（{step.undecided}）"
    ]
    if step.at_most is not None:
        words.append(f"至多 {share_text(step.at_most)}")
    words.append(f"{EVENTS[step.event]}之后")
    if step.outside:
        words.append("不含" + "、".join(TAGS.get(tag, tag) for tag in sorted(step.outside)))
    return "；".join(words)


def _tiers(_rule: g.GovernmentRule, step: g.TierStep, _names: dict[str, str]) -> str:
    return table_words(step.table)


def _rest(_rule: g.GovernmentRule, step: g.RestStep, _names: dict[str, str]) -> str:
    return f"{OF[step.of]}，扣除已落实的上级资金"


_STEPS: dict[type[g.MoneyStep], Callable[[g.GovernmentRule, Any, dict[str, str]], str]] = {
    g.BaseStep: _base,
    g.SplitStep: _split,
    g.AdjustStep: _adjust,
    g.OnTimeStep: _on_time,
    g.ReimburseStep: _reimburse,
    g.TierStep: _tiers,
    g.RestStep: _rest,
}
