"""Why a candidate stands where it stands: each criterion's value, and what put another ahead."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from common.explanations import Clause, Explanation, Line
from policies.rules.conditions import Book
from policies.rules.fact_values import exact_text, exactly
from policies.rules.priority_model import PriorityRule, RankItem
from policies.rules.scoring import Score
from policies.rules.shares_explained import share_text

Measured = tuple[str, Book, Mapping[str, Fraction | None]]  # name, what is known, value by item
BEHIND = {"meets": "不满足", "high": "低于", "low": "高于", "early": "晚于", "late": "早于"}


def explain_place(
    rule: PriorityRule,
    rank: int,
    one: Measured,
    ahead: Measured | None,
    tied: tuple[str, ...],
    score: Score | None,
) -> Explanation:
    """One rank with every criterion's value in order; `ahead` is the next better candidate."""
    name, book, _ = one
    reads = [(item.fact, "") for item in rule.items if item.fact not in {"", "score"}]
    reads += [test.reads for item in rule.items for test in item.conditions]
    return Explanation(
        title=f"{rule.name}：{name}",
        result=f"第 {rank} 名",
        sentence=_sentence(rule, rank, one, ahead, tied),
        inputs=tuple(book.input(key) for key in dict.fromkeys(reads)),
        lines=tuple(
            Line(f"{item.order}. {item.name}", item.says, value_words(item, one))
            for item in rule.items
        ),
        clauses=_clauses(rule),
        note=f"与“{'”“'.join(tied)}”各项相同，名次并列，先后由主管部门决定" if tied else "",
        children=(_scored(score),) if score else (),
    )


def explain_unranked(rule: PriorityRule, name: str, needs: str) -> Explanation:
    """Why a candidate has no rank yet."""
    return Explanation(
        title=f"{rule.name}：{name}",
        result="尚不能判定",
        sentence=needs,
        status="undecided",
        clauses=_clauses(rule),
    )


def value_words(item: RankItem, one: Measured) -> str:
    """满足, 80.0%, 86.50 分 or a day, as a reader compares it."""
    _, book, values = one
    value = values[item.key]
    if item.better == "meets":
        return "满足" if value else "不满足"
    if value is None:
        return "不适用"
    fact = book.get((item.fact, ""))
    if fact is None:
        return f"{exact_text(value)} 分"
    kind = book.terms.kind(item.fact)
    return f"{exactly(kind, fact.value)} {kind.unit}".rstrip()


def _sentence(
    rule: PriorityRule, rank: int, one: Measured, ahead: Measured | None, tied: tuple[str, ...]
) -> str:
    share = f"与{'、'.join(tied)}并列" if tied else ""
    if ahead is None:
        return f"第 {rank} 名{share and '，' + share}：没有小区在前。"
    item = next(each for each in rule.items if one[2][each.key] != ahead[2][each.key])
    if item.better == "meets":
        why = f"{ahead[0]}满足“{item.name}”，本小区不满足"
    else:
        mine, other = value_words(item, one), value_words(item, ahead)
        than = BEHIND[item.better] if one[2][item.key] is not None else "不及"
        why = f"“{item.name}”{mine}，{than}{ahead[0]}的 {other}"
    return f"第 {rank} 名{share and '，' + share}：排在{ahead[0]}之后，因{why}。"


def _scored(score: Score) -> Explanation:
    total = score.total if score.total is not None else Fraction(0)
    lines = [
        Line(
            one.item.name,
            f"{one.points} ÷ {one.item.full} × {share_text(one.item.weight)} × 100",
            exact_text(one.weighted),
        )
        for one in score.parts
    ]
    return Explanation(
        title="加权得分",
        result=exact_text(total),
        unit="分",
        lines=(*lines, Line("合计", "", exact_text(total), emphasis=True)),
        clauses=tuple(dict.fromkeys(c for one in score.parts for c in one.item.clauses)),
    )


def _clauses(rule: PriorityRule) -> tuple[Clause, ...]:
    found = list(rule.clauses)
    for item in rule.items:
        found += item.clauses
    return tuple(dict.fromkeys(found))
