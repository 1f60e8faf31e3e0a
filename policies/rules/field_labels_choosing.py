"""What the fields of eligibility, quotas and priority are called, by their rule."""

from __future__ import annotations

from typing import Any

from policies.rules.eligibility_model import ANSWER_LABELS
from policies.rules.fact_words import PLACE_KINDS
from policies.rules.plan_members import COUNTS

LABELS: dict[str, str] = {
    "eligibility": "改造范围",
    "quotas": "计划占比",
    "priority": "优先次序",
    "EligibilityRule.grants": "回答什么",
    "EligibilityRule.criteria": "标准",
    "Condition.values": "比较值",
    "PlaceCriterion.areas": "区划",
    "PlaceCriterion.kinds": "地方类别",
    "PlaceCriterion.otherwise": "否则",
    "BuiltCriterion.windows": "建成时段",
    "Window.first": "起",
    "Window.last": "止",
    "Window.answer": "答案",
    "Window.provided": "附带条件",
    "Window.otherwise": "否则",
    "Window.conflict": "所依冲突",
    "RequiresCriterion.mode": "各条件",
    "RequiresCriterion.conditions": "条件",
    "RequiresCriterion.otherwise": "否则",
    "ExclusionsCriterion.rows": "情形",
    "Exclusion.answer": "答案",
    "AheadCriterion.listed": "是否列入",
    "AheadCriterion.planned_on": "计划日",
    "AheadCriterion.years": "年数",
    "AheadCriterion.counted_from": "起算日",
    "AheadCriterion.answer": "期内则",
    "AheadCriterion.conflict": "所依冲突",
    "QuotaRule.counts": "按什么计",
    "QuotaRule.conditions": "属此类的条件",
    "QuotaRule.bound": "上限或下限",
    "PriorityRule.items": "标准",
    "PriorityRule.scores": "评分项",
    "RankItem.order": "次序",
    "RankItem.better": "何者在先",
    "RankItem.conditions": "条件",
    "ScoreItem.weight": "权重",
    "ScoreItem.full": "满分",
    "ScoreItem.bands": "分档",
    "ScoreItem.otherwise": "都不满足时",
    "ScoreItem.given_by": "评分单位",
    "Band.points": "得分",
    "Band.conditions": "条件",
}
BETTER = {
    "meets": "满足者先",
    "high": "高者先",
    "low": "低者先",
    "early": "早者先",
    "late": "晚者先",
}
_ANSWERS: dict[Any, str] = {**ANSWER_LABELS}
WORDS: dict[str, dict[Any, str]] = {
    "PlaceCriterion.kinds": PLACE_KINDS,
    "PlaceCriterion.otherwise": _ANSWERS,
    "Window.answer": _ANSWERS,
    "Window.otherwise": _ANSWERS,
    "RequiresCriterion.otherwise": _ANSWERS,
    "RequiresCriterion.mode": {"all": "全部满足", "any": "满足其一"},
    "Exclusion.answer": _ANSWERS,
    "AheadCriterion.answer": _ANSWERS,
    "EligibilityRule.grants": {"renovation": "能否改造", "money": "能否补助"},
    "QuotaRule.bound": {"at_most": "至多", "at_least": "至少"},
    "QuotaRule.counts": {key: name for key, (name, _, _) in COUNTS.items()},
    "RankItem.better": BETTER,
}
