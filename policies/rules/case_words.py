"""A worked case in one line of words, as the policy page shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from policies.rules.cases import CaseResult
from policies.rules.model import Policy

Got = Mapping[str, str]
NEEDS = {
    "participate_heads": "参与人数",
    "participate_area": "参与面积",
    "agree_heads": "同意人数",
    "agree_area": "同意面积",
    "participate_households": "参与户数",
    "agree_households": "同意户数",
}


def conclusion(policy: Policy, result: CaseResult) -> str:
    """What came out, in words."""
    got = result.got
    if "undecided" in got:
        return "尚不能判定"
    if "error" in got:
        return got["error"]
    return WORDS[result.case.kind](policy, got)


def _gate(_policy: Policy, got: Got) -> str:
    return "满足" if got["met"] == "true" else got["gap"]


def _merge(policy: Policy, got: Got) -> str:
    row = next(row for row in policy.merges if row.key == got["row"])
    return "合并：" + "、".join(row.merged) if row.merged else "分别编报"


def _catalogue(policy: Policy, got: Got) -> str:
    levels = " / ".join(f"{level.name} {got[level.key]}" for level in policy.levels)
    return f"共 {got['items']} 项：{levels}；必改 {got['must']} 项"


def _apportion(_policy: Policy, got: Got) -> str:
    return "、".join(f"{key} {_money(value)}" for key, value in got.items())


def _consent(_policy: Policy, got: Got) -> str:
    verdict = (
        "通过"
        if got["passed"] == "true"
        else ("有效，未通过" if got["valid"] == "true" else "参与不足")
    )
    short = [
        f"{NEEDS[name]}差 {got[f'missing_{name}']}"
        for name in NEEDS
        if Decimal(got.get(f"missing_{name}", "0"))
    ]
    return "；".join([verdict, *short])


def _day(_policy: Policy, got: Got) -> str:
    words = got["day"] or "未起算"
    if got["provisional"] == "true":
        words += "（暂定）"
    if got["clash"] == "true":
        words += "（越过规定时限，提示）"
    return words


def _shares(policy: Policy, got: Got) -> str:
    names = {payer.key: payer.name for payer in policy.shares.payers} if policy.shares else {}
    paid = [
        f"{names[key]} {_money(value)}"
        for key, value in got.items()
        if key in names and Decimal(value)
    ]
    return "；".join(paid) or "0.00"


def _money(text: str) -> str:
    return f"{Decimal(text):,.2f}"


WORDS: dict[str, Callable[[Policy, Got], str]] = {
    "consent": _consent,
    "notice": _day,
    "deadline": _day,
    "gate": _gate,
    "shares": _shares,
    "apportion": _apportion,
    "merge": _merge,
    "catalogue": _catalogue,
}
