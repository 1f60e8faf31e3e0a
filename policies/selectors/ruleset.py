"""Layers merged: a rule comes from the most specific layer that states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from common.errors import Problem, Undecidable
from common.explanations import Version
from policies.rules.eligibility_model import EligibilityRule, QuotaRule
from policies.rules.model import (
    AcceptanceRule,
    CatalogueItem,
    ConsentRound,
    HandoverItem,
    Level,
    NoticeRule,
    Policy,
    Procedure,
    ReviewRule,
    TimingRule,
    UnitKey,
)
from policies.rules.money_model import SharesRule
from policies.rules.priority_model import PriorityRule

T = TypeVar("T")
SECTIONS = {
    "rounds": "征询轮次",
    "notices": "公示",
    "shares": "出资规则",
    "utilities": "专营设施",
    "government": "财政资金",
    "streams": "资金用途",
    "spreads": "资金分配",
    "fund": "维修资金",
    "reviews": "联合审查",
    "acceptance": "联合验收",
    "handover": "移交清单",
    "obligations": "审批事项",
    "limits": "全流程时限",
    "tracks": "简化审批条件",
    "item_lists": "豁免清单",
    "checklists": "达标清单",
    "returns": "定期报送",
    "facts": "须认定的事实",
    "procedure": "办理程序",
    "levels": "改造层级",
    "aspects": "改造方面",
    "catalogue": "改造内容清单",
    "eligibility": "改造范围",
    "quotas": "计划占比",
    "priority": "优先次序",
    "units": "责任单位",
    "timing": "期间计算",
    "registers": "专项登记",
    "figures": "方案数字",
    "warranties": "保修期",
    "sequences": "施工先后",
}


@dataclass(frozen=True, slots=True)
class Governed(Generic[T]):
    """A rule with the version that states it; `version` goes straight into an explanation."""

    rule: T
    version_id: int
    version: Version


@dataclass(frozen=True, slots=True)
class Layer:
    """One policy version in force, as read."""

    version_id: int
    version: Version
    policy: Policy


@dataclass(frozen=True, slots=True)
class Ruleset:
    """What governs a place on a day; layers from the most specific to the national one."""

    layers: tuple[Layer, ...]

    @property
    def rounds(self) -> Governed[tuple[ConsentRound, ...]]:
        """All consent rounds, of the most specific layer that has any."""
        return self._section("rounds")

    def round(self, key: str) -> Governed[ConsentRound]:
        """One consent round."""
        return self._one("rounds", key)

    @property
    def notices(self) -> Governed[tuple[NoticeRule, ...]]:
        """All notice rules."""
        return self._section("notices")

    def notice(self, key: str) -> Governed[NoticeRule]:
        """One notice rule."""
        return self._one("notices", key)

    @property
    def shares(self) -> Governed[SharesRule]:
        """Who pays what."""
        return self._section("shares")

    @property
    def reviews(self) -> Governed[tuple[ReviewRule, ...]]:
        """All joint reviews."""
        return self._section("reviews")

    def review(self, key: str) -> Governed[ReviewRule]:
        """One joint review."""
        return self._one("reviews", key)

    @property
    def acceptance(self) -> Governed[AcceptanceRule]:
        """The joint acceptance."""
        return self._section("acceptance")

    @property
    def handover(self) -> Governed[tuple[HandoverItem, ...]]:
        """What is handed over, to whom."""
        return self._section("handover")

    @property
    def procedure(self) -> Governed[Procedure]:
        """Phases and steps."""
        return self._section("procedure")

    @property
    def levels(self) -> Governed[tuple[Level, ...]]:
        """Levels of contents."""
        return self._section("levels")

    @property
    def aspects(self) -> Governed[tuple[Level, ...]]:
        """Aspects of contents."""
        return self._section("aspects")

    @property
    def catalogue(self) -> Governed[tuple[CatalogueItem, ...]]:
        """What may be renovated."""
        return self._section("catalogue")

    @property
    def eligibility(self) -> Governed[tuple[EligibilityRule, ...]]:
        """Who may be renovated, and who may have which money."""
        return self._section("eligibility")

    @property
    def quotas(self) -> Governed[tuple[QuotaRule, ...]]:
        """Parts of a whole annual plan."""
        return self._section("quotas")

    @property
    def priority(self) -> Governed[PriorityRule]:
        """Who comes first."""
        return self._section("priority")

    @property
    def units(self) -> Governed[tuple[UnitKey, ...]]:
        """The duty list."""
        return self._section("units")

    @property
    def timing(self) -> Governed[tuple[TimingRule, ...]]:
        """How days are counted."""
        return self._section("timing")

    def states(self, section: str) -> bool:
        """Whether any layer says anything on it."""
        return any(getattr(layer.policy, section) for layer in self.layers)

    def get(self, section: str, key: str = "") -> Governed[Any]:
        """A whole section, or one rule of it, by name."""
        return self._one(section, key) if key else self._section(section)

    def _section(self, section: str) -> Governed[Any]:
        for layer in self.layers:
            rule = getattr(layer.policy, section)
            if rule:
                return Governed(rule, layer.version_id, layer.version)
        raise Undecidable(
            Problem(
                f"所施行的政策没有写明“{SECTIONS[section]}”，尚不能判定",
                code="rule_missing",
                value=section,
                remedy="由政策法规岗在政策中补充并发布",
            )
        )

    def _one(self, section: str, key: str) -> Governed[Any]:
        whole = self._section(section)
        return Governed(pick(whole.rule, key, section), whole.version_id, whole.version)


def pick(rows: Sequence[Any], key: str, section: str) -> Any:
    """The row with that key; Undecidable when the policy has none."""
    for row in rows:
        if row.key == key:
            return row
    raise Undecidable(
        Problem(
            f"政策的“{SECTIONS[section]}”中没有“{key}”",
            code="rule_missing",
            value=key,
            remedy="核对政策版本与项目锁定的版本",
        )
    )
