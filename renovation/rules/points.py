"""What the rules decide about a project, as comparable values, and how two of them differ.

A *point* is one deadline, gate, paper, step, share or vote result with its 依据. The evaluation of
a project is all of its points; the simulator holds the points of two versions against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from common.explanations import Explanation


class Kind(StrEnum):
    """What a point is about."""

    DEADLINE = "deadline"
    GATE = "gate"
    DOCUMENT = "document"
    STEP = "step"
    SHARE = "share"
    RESULT = "result"
    ELIGIBILITY = "eligible"


KIND_LABELS: dict[Kind, str] = {
    Kind.DEADLINE: "期限",
    Kind.GATE: "关口",
    Kind.DOCUMENT: "要件",
    Kind.STEP: "步骤",
    Kind.SHARE: "出资",
    Kind.RESULT: "表决结果",
    Kind.ELIGIBILITY: "改造范围",
}


class Effect(StrEnum):
    """When a newer version takes hold of a point."""

    PUBLISH = "publish"
    MIGRATE = "migrate"
    PINNED = "pinned"


EFFECT_LABELS: dict[Effect, str] = {
    Effect.PUBLISH: "发布施行即变",
    Effect.MIGRATE: "项目改用新版后变",
    Effect.PINNED: "事项已发生，仍按原版（仅供比较）",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One decided thing. `key` is that of its 依据 (`deadline.design`), `result` what people read.

    `day` (deadlines) and `amount` (shares, 元) are what differences are measured in.
    """

    kind: Kind
    key: str
    label: str
    result: str
    effect: Effect
    explanation: Explanation
    day: date | None = None
    amount: Decimal | None = None

    @property
    def value(self) -> tuple[str, date | None, Decimal | None]:
        """What makes two points the same."""
        return self.result, self.day, self.amount


@dataclass(frozen=True, slots=True)
class Change:
    """A point before and after; one of them is None where it comes or goes."""

    before: Point | None
    after: Point | None

    @property
    def point(self) -> Point:
        """The one that names it."""
        known = self.after or self.before
        if known is None:
            raise ValueError("a change has a side")
        return known

    @property
    def effect(self) -> Effect:
        """What holds the point now decides when it may change."""
        return (self.before or self.point).effect

    @property
    def days(self) -> int | None:
        """Later (+) or earlier (−), in days; None without both days."""
        if self.before and self.after and self.before.day and self.after.day:
            return (self.after.day - self.before.day).days
        return None

    @property
    def yuan(self) -> Decimal | None:
        """More (+) or less (−), in 元; None without both amounts."""
        sides = [side.amount if side else None for side in (self.before, self.after)]
        if sides[0] is None or sides[1] is None:
            return None
        return sides[1] - sides[0]


def changes(before: Iterable[Point], after: Iterable[Point]) -> Iterator[Change]:
    """Every point that differs, in the order of the present ones, new ones after them."""
    now, then = ({point.key: point for point in points} for points in (before, after))
    for key, point in now.items():
        other = then.get(key)
        if other is None or other.value != point.value:
            yield Change(point, other)
    for key, point in then.items():
        if key not in now:
            yield Change(None, point)
