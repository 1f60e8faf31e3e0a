"""One worked case with everything that led to its outcome."""

from __future__ import annotations

from common.errors import OutOfScope
from common.explanations import Explanation, Line
from policies.models import PolicyVersion
from policies.rules.cases import CaseResult
from policies.rules.evaluation import text
from policies.rules.outcome_words import difference_words, outcome_words, value_words
from policies.selectors.governing import policy_of, version_value
from policies.selectors.readiness import case_results


def case_result(version: PolicyVersion, case_id: str) -> CaseResult:
    """A case run now; OutOfScope when the version has none of that number."""
    for result in case_results(version):
        if result.case.id == case_id:
            return result
    raise OutOfScope("这一版没有这个算例。")


def case_reason(version: PolicyVersion, case_id: str) -> Explanation:
    """Expected against found, then the rule's own explanation."""
    result = case_result(version, case_id)
    policy, case = policy_of(version), result.case
    wrong = {one.partition(" ")[0] for one in result.differences}
    lines = tuple(
        Line(
            outcome_words(policy, key),
            f"算得 {value_words(policy, result.got.get(key, '（无）'))}" if key in wrong else "",
            value_words(policy, text(value)),
            emphasis=key in wrong,
        )
        for key, value in case.expect.items()
    )
    verdict = (
        "算得的与期望一致。"
        if result.passed
        else "算得的与期望不符："
        + "；".join(difference_words(policy, one) for one in result.differences)
    )
    return Explanation(
        title=f"算例 {case.id}：{case.title}",
        result=result.conclusion,
        sentence=verdict + (f" 依冲突 {'、'.join(case.depends)} 的读法。" if case.depends else ""),
        lines=lines,
        version=version_value(version),
        children=(result.found.explanation,) if result.found else (),
    )
