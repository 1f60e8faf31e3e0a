"""The one door to every evaluator: a policy, the kind of question and its facts in, results out.

Worked cases, the "what if" page and `manage.py evaluate` all come through here, so that a figure
and its explanation are the same wherever they are asked for. A new shape is one entry below.
"""

from __future__ import annotations

from dataclasses import replace

from common.errors import Problem, Undecidable
from common.explanations import Explanation, Line, Version
from policies.rules.evaluation import Evaluation, Evaluator, Facts
from policies.rules.evaluators import (
    allowing,
    approving,
    asking,
    choosing,
    contents,
    granting,
    keeping,
    paying,
    proceeding,
)
from policies.rules.model import Policy
from policies.rules.timing import Calendar

__all__ = ["EVALUATORS", "Evaluation", "Evaluator", "evaluate"]

EVALUATORS: dict[str, Evaluator] = {
    one.kind: one
    for one in (
        Evaluator("consent", "征询表决", "consent", asking.matter),
        Evaluator("notice", "公示期限", "notice", proceeding.notice),
        Evaluator("deadline", "步骤期限", "procedure", proceeding.deadline),
        Evaluator("gate", "关口", "procedure", proceeding.gate),
        Evaluator("shares", "资金分担", "shares", paying.division),
        Evaluator("apportion", "居民资金分摊到户", "shares", paying.apportion),
        Evaluator("limit", "全流程时限", "procedure", proceeding.limit),
        Evaluator("phase", "所在阶段", "procedure", proceeding.phase),
        Evaluator("step", "步骤是否应办", "procedure", approving.step),
        Evaluator("track", "简化审批条件", "approvals", approving.track),
        Evaluator("approval", "审批事项", "approvals", approving.approval),
        Evaluator("acceptance", "联合验收", "parties", approving.acceptance),
        Evaluator("checklist", "达标清单", "checklists", approving.checklist),
        Evaluator("return", "定期报送", "returns", proceeding.report),
        Evaluator("counted", "计入的居民出资", "shares", allowing.counted),
        Evaluator("government", "财政资金", "government", granting.government),
        Evaluator("stream", "资金用途", "government", allowing.stream),
        Evaluator("spread", "资金分配", "government", allowing.spreading),
        Evaluator("fund", "维修资金", "government", allowing.fund),
        Evaluator("eligibility", "改造范围", "scope", choosing.eligible),
        Evaluator("quota", "计划占比", "scope", choosing.quota),
        Evaluator("ranking", "优先次序", "scope", choosing.order),
        Evaluator("catalogue", "改造内容清单", "contents", contents.catalogue),
        Evaluator("figure", "方案数字", "figures", keeping.figure),
        Evaluator("register", "专项登记", "registers", keeping.register),
        Evaluator("sequence", "施工先后", "sequences", keeping.sequence),
        Evaluator("warranty", "保修期", "warranties", keeping.warranty),
        Evaluator("census", "条款清点", "contents", keeping.census),
    )
}


def evaluate(
    policy: Policy, kind: str, facts: Facts, calendar: Calendar, version: Version | None = None
) -> Evaluation:
    """Ask one rule of a policy; `facts` in the shape of `policies.loading.facts`.

    What the policy or the facts leave open is an evaluation that is not `decided`, with all that
    is needed. Raises Refused when the facts name what the policy does not have. `version` goes
    into the explanation.
    """
    try:
        found = EVALUATORS[kind].run(policy, facts, calendar)
    except Undecidable as open_point:
        found = _undecided(EVALUATORS[kind], open_point.problems)
    if version is None:
        return found
    return replace(found, explanation=replace(found.explanation, version=version))


def _undecided(evaluator: Evaluator, problems: tuple[Problem, ...]) -> Evaluation:
    why = "；".join(problem.words for problem in problems)
    return Evaluation(
        {"undecided": "true", "why": why},
        "尚不能判定",
        Explanation(
            title=evaluator.label,
            result="尚不能判定",
            sentence=why,
            status="undecided",
            lines=tuple(Line(one.message, one.expected, one.remedy) for one in problems),
        ),
        decided=False,
    )
