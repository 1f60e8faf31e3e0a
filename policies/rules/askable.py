"""Which rules of a policy can be asked with facts, grouped as an official looks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.rules.policy_model import Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that can be asked: its name, what names it in the question, the rule itself."""

    key: str
    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    rule: Any = None


# The families of questions in reading order, and of each kind what it answers.
FAMILIES: dict[str, dict[str, str]] = {
    "能不能改、先改谁": {
        "eligibility": "一个小区在不在改造范围",
        "quota": "全年计划里某类项目占比超没超",
        "ranking": "几个小区谁先谁后",
    },
    "征询与公示": {
        "consent": "这些票够不够，还差多少",
        "notice": "公示到哪一天为止",
    },
    "办理与期限": {
        "step": "这一步要不要办",
        "gate": "进下一步还缺什么",
        "deadline": "这一步几号到期，晚了几天",
        "limit": "几步合起来几号到期",
        "phase": "某一天在哪个阶段",
        "return": "某一期报表几号该报",
        "sequence": "施工安排有没有颠倒先后",
    },
    "谁出多少钱": {
        "shares": "一笔造价各方各出多少",
        "apportion": "居民的钱摊到每户多少",
        "counted": "投工、后期缴纳等能算多少",
        "government": "各级财政各出多少，奖补拿不拿得到",
        "stream": "某项资金能不能这样用",
        "spread": "一笔资金怎样分到各地",
        "fund": "维修资金够不够，要不要续交",
    },
    "审批、验收、保修": {
        "approval": "各审批事项在哪一步办、免不免",
        "track": "符不符合简化审批的条件",
        "checklist": "达标清单过没过",
        "acceptance": "联合验收还差谁签字",
        "warranty": "某一部位还在不在保修期",
    },
    "方案本身": {
        "catalogue": "改造内容清单有多少项",
        "figure": "方案里的数字合不合得上",
        "register": "该建的台账、制度办了没有",
        "census": "某类条款共有多少条",
    },
}


def choices(policy: Policy, kind: str) -> list[Choice]:
    """The rules of a kind that the policy states, in its order; none of an unknown kind."""
    found = _CHOICES.get(kind)
    return found(policy) if found else []


def _rows(section: str, word: str) -> Callable[[Policy], list[Choice]]:
    return lambda policy: [
        Choice(row.key, row.name, {word: row.key}, row) for row in getattr(policy, section)
    ]


def _whole(section: str) -> Callable[[Policy], list[Choice]]:
    """A section that is one rule, asked as it is."""
    return lambda policy: (
        [Choice("", "", {}, getattr(policy, section))] if getattr(policy, section) else []
    )


def _matters(policy: Policy) -> list[Choice]:
    return [
        Choice(
            f"{one.key}/{matter.key}",
            f"{one.name}：{matter.name}",
            {"round": one.key, "matter": matter.key},
            matter,
        )
        for one in policy.rounds
        for matter in one.matters
    ]


def _steps(policy: Policy) -> list[Choice]:
    steps = policy.procedure.steps if policy.procedure else ()
    return [
        Choice(
            step.key,
            step.name,
            {"step": step.key},
            (step.when, *(one for one in policy.obligations if _discharged(one, step.key))),
        )
        for step in steps
    ]


def _discharged(obligation: Any, step: str) -> bool:
    return any(way.step == step for way in obligation.discharges)


def _deadlines(policy: Policy) -> list[Choice]:
    steps = policy.procedure.steps if policy.procedure else ()
    return [
        Choice(step.key, step.name, {"step": step.key}, step.deadline)
        for step in steps
        if step.deadline
    ]


def _gates(policy: Policy) -> list[Choice]:
    steps = policy.procedure.steps if policy.procedure else ()
    return [
        Choice(gate.key, f"{step.name}：{gate.says}", {"gate": gate.key}, gate)
        for step in steps
        for gate in step.gates
    ]


def _counted(policy: Policy) -> list[Choice]:
    listed = policy.shares.residents.contributions if policy.shares else ()
    return [Choice("", "", {}, policy.shares)] if listed else []


_CHOICES: dict[str, Callable[[Policy], list[Choice]]] = {
    "eligibility": _rows("eligibility", "rule"),
    "quota": _rows("quotas", "quota"),
    "ranking": _whole("priority"),
    "consent": _matters,
    "notice": _rows("notices", "notice"),
    "step": _steps,
    "gate": _gates,
    "deadline": _deadlines,
    "limit": _rows("limits", "limit"),
    "phase": _whole("procedure"),
    "return": _rows("returns", "rule"),
    "sequence": _rows("sequences", "sequence"),
    "shares": _whole("shares"),
    "apportion": _whole("shares"),
    "counted": _counted,
    "government": _whole("government"),
    "stream": _rows("streams", "stream"),
    "spread": _rows("spreads", "spread"),
    "fund": _whole("fund"),
    "approval": _whole("obligations"),
    "track": _rows("tracks", "track"),
    "checklist": _rows("checklists", "checklist"),
    "acceptance": _whole("acceptance"),
    "warranty": _rows("warranties", "warranty"),
    "catalogue": _whole("catalogue"),
    "figure": _rows("figures", "figure"),
    "register": _rows("registers", "entry"),
    "census": lambda policy: [Choice("", "", {}, policy)],
}
