"""What may be paid from a stream of money: uses, share of the whole, years, places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.errors import Problem
from common.explanations import Clause, Explanation, Input, Line
from common.money import yuan
from policies.rules.shares_explained import share_text
from policies.rules.stream_model import StreamRule
from policies.rules.vocabulary import TAGS

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Use:
    """Money asked from a stream: 元 on top of `already`, for costs with these tags.

    None is unknown: `tags` of a sum not yet laid on costs, `total` of a project without estimate.
    """

    amount: Decimal
    already: Decimal = ZERO
    tags: frozenset[str] | None = None
    total: Decimal | None = None
    year: int | None = None
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class StreamOutcome:
    """`problems` forbid the use, `missing` keeps it undecided, `flags` only warn.

    `limit`: the most this stream may give to the project, 元; None without one.
    """

    problems: tuple[Problem, ...]
    missing: tuple[Problem, ...]
    flags: tuple[Problem, ...]
    limit: Decimal | None
    explanation: Explanation

    @property
    def allowed(self) -> bool:
        """Whether nothing forbids it."""
        return not self.problems


def cite(clauses: tuple[Clause, ...]) -> str:
    """洛龙 四(一)、珲春 六(二)1"""
    return "、".join(f"{one.document} {one.section}".strip() for one in clauses)


def check(rule: StreamRule, use: Use) -> StreamOutcome:
    """Hold a use against the stream's rule; every problem at once, each with the clause."""
    problems, missing = _of_tags(rule, use)
    limit = None
    if rule.at_most is not None:
        if use.total is None:
            missing.append(_need(rule, "总投资", "先填写概算"))
        else:
            limit = yuan(Fraction(use.total) * rule.at_most)
            problems += _over(rule, use, limit)
    if rule.areas:
        if not use.area_code:
            missing.append(_need(rule, "项目所在地区", "先确定项目的区划"))
        elif not any(use.area_code.startswith(code) for code in rule.areas):
            problems.append(
                _refusal(
                    rule, f"{rule.name}不用于这个地方", "stream_area", use.area_code, rule.areas
                )
            )
    flags = _of_year(rule, use)
    missing += [] if use.year or rule.first_year is None else [_need(rule, "使用年份", "写明年份")]
    return StreamOutcome(
        tuple(problems),
        tuple(missing),
        tuple(flags),
        limit,
        _explain(rule, use, limit, problems, missing, flags),
    )


def _of_tags(rule: StreamRule, use: Use) -> tuple[list[Problem], list[Problem]]:
    tags = use.tags
    if tags is None:
        asks = rule.uses or rule.forbids or rule.apart
        return [], ([_need(rule, "资金用途", "写明用于哪一类造价")] if asks else [])
    problems = [
        _refusal(rule, f"{rule.name}不得用于“{_tag(rule, tag)}”", "stream_use", tag, ())
        for tag in sorted(tags & rule.forbids)
    ]
    if rule.uses and not tags & rule.uses:
        shown = "、".join(_tag(rule, tag) for tag in sorted(tags)) or "未写明的用途"
        allowed = tuple(_tag(rule, tag) for tag in sorted(rule.uses))
        problems.append(_refusal(rule, f"{rule.name}不用于“{shown}”", "stream_use", shown, allowed))
    if rule.apart and len(tags & rule.apart) != 1:
        allowed = tuple(_tag(rule, tag) for tag in sorted(rule.apart))
        problems.append(
            _refusal(rule, f"{rule.name}应分类申报，每笔只属一类", "stream_apart", "", allowed)
        )
    return problems, []


def _over(rule: StreamRule, use: Use, limit: Decimal) -> list[Problem]:
    whole = yuan(use.already + use.amount)
    if whole <= limit or rule.at_most is None or use.total is None:
        return []
    message = (
        f"{rule.name}合计 {whole:,.2f} 元，超过总投资 {use.total:,.2f} 元的"
        f" {share_text(rule.at_most)}，即 {limit:,.2f} 元"
    )
    rest = max(limit - use.already, ZERO)
    return [
        Problem(
            message,
            code="stream_limit",
            field="amount",
            value=f"{use.amount:,.2f}",
            expected=f"不超过 {rest:,.2f} 元",
            remedy=f"依据：{cite(rule.clauses)}",
        )
    ]


def _of_year(rule: StreamRule, use: Use) -> list[Problem]:
    if rule.first_year is None or rule.last_year is None or use.year is None:
        return []
    if rule.first_year <= use.year <= rule.last_year:
        return []
    years = f"{rule.first_year} 至 {rule.last_year} 年"
    return [
        _refusal(rule, f"{rule.name}的实施期限为 {years}", "stream_year", str(use.year), (years,))
    ]


def _refusal(
    rule: StreamRule, message: str, code: str, value: str, allowed: tuple[str, ...]
) -> Problem:
    return Problem(
        message,
        code=code,
        field="source",
        value=value,
        expected="、".join(allowed),
        remedy=f"依据：{cite(rule.clauses)}",
    )


def _need(rule: StreamRule, what: str, remedy: str) -> Problem:
    return Problem(f"{rule.name}尚不能判定：需要“{what}”", code="fact_missing", remedy=remedy)


def _tag(rule: StreamRule, tag: str) -> str:
    return dict(rule.tag_names).get(tag) or TAGS.get(tag, tag)


def _explain(
    rule: StreamRule,
    use: Use,
    limit: Decimal | None,
    problems: list[Problem],
    missing: list[Problem],
    flags: list[Problem],
) -> Explanation:
    inputs = [Input("本次", f"{use.amount:,.2f}", "元")]
    if use.already:
        inputs.append(Input("此前合计", f"{use.already:,.2f}", "元"))
    lines = []
    if limit is not None and use.total is not None and rule.at_most is not None:
        inputs.append(Input("总投资", f"{use.total:,.2f}", "元"))
        lines.append(
            Line("限额", f"{use.total:,.2f} × {share_text(rule.at_most)}", f"{limit:,.2f}")
        )
    lines += [Line(one.message, one.expected, "") for one in (*problems, *missing, *flags)]
    result = "不许" if problems else "尚不能判定" if missing else "许可，提示" if flags else "许可"
    return Explanation(
        title=rule.name,
        result=result,
        sentence="；".join(one.message for one in (*problems, *missing, *flags)) or rule.says,
        status="undecided" if missing and not problems else "final",
        inputs=tuple(inputs),
        lines=tuple(lines),
        clauses=rule.clauses,
        note=rule.says,
    )
