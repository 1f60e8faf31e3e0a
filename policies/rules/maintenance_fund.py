"""The maintenance fund of a community: fine, or flagged for rebuilding or a top-up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.explanations import Explanation, Input, Line
from common.money import ceil_places
from policies.rules.shares_explained import share_text
from policies.rules.stream_model import FundRule


@dataclass(frozen=True, slots=True)
class FundOutcome:
    """`missing`: never set up; `threshold`: the 元 that the balance must reach."""

    flagged: bool
    missing: bool
    threshold: Decimal
    explanation: Explanation


def check_fund(rule: FundRule, first_deposit: Decimal, balance: Decimal | None) -> FundOutcome:
    """`first_deposit` and `balance` in 元; no balance means that there is no fund.

    At exactly the threshold the fund is fine. Rule source: 新乡 五(三).
    """
    exact = Fraction(first_deposit) * rule.flag_below
    missing = balance is None
    flagged = balance is None or Fraction(balance) < exact
    result = "未建立，须补建" if missing else "不足，须续筹" if flagged else "正常"
    shown = "未建立" if balance is None else f"{balance:,.2f}"
    formula = f"{first_deposit:,.2f} × {share_text(rule.flag_below)}"
    threshold = ceil_places(exact)
    return FundOutcome(
        flagged,
        missing,
        threshold,
        Explanation(
            title=rule.name,
            result=result,
            sentence=f"余额 {shown}，首期 {first_deposit:,.2f} 元的 {share_text(rule.flag_below)}"
            f"为 {threshold:,.2f} 元：{result}",
            inputs=(
                Input("首期筹集金额", f"{first_deposit:,.2f}", "元"),
                Input("余额", shown, "" if missing else "元"),
            ),
            lines=(Line("应不低于", formula, f"{threshold:,.2f}", emphasis=True),),
            clauses=rule.clauses,
            note=rule.says,
        ),
    )
