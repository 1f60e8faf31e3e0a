"""The hand count of a pile against what was typed, category by category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from approvals.rules.papers import WORDS
from approvals.rules.tally import CHOICES
from common.errors import Problem

HandCount = Mapping[str, Mapping[str, int]]  # matter → choice → papers


@dataclass(frozen=True, slots=True)
class Row:
    """One category: typed, counted by hand, and the difference in words."""

    matter: str
    choice: str
    typed: int
    hand: int

    @property
    def label(self) -> str:
        """同意, 反对, …"""
        return WORDS[self.choice]

    @property
    def difference(self) -> int:
        """Typed less counted."""
        return self.typed - self.hand

    @property
    def words(self) -> str:
        """相同, 少 2, 多 1."""
        gap = self.difference
        return "相同" if gap == 0 else f"{'少' if gap < 0 else '多'} {abs(gap)}"


def compare(matters: Mapping[str, str], typed: HandCount, hand: HandCount) -> tuple[Row, ...]:
    """Every category of every matter, in the paper's order; a missing figure is 0."""
    return tuple(
        Row(matter, choice, _papers(typed, matter, choice), _papers(hand, matter, choice))
        for matter in matters
        for choice in CHOICES
    )


def differences(matters: Mapping[str, str], rows: tuple[Row, ...]) -> tuple[Problem, ...]:
    """One problem per category that does not agree."""
    many = len(matters) > 1
    return tuple(
        Problem(
            f"{matters[row.matter] + ' ' if many else ''}{row.label}：录入 {row.typed} 份，"
            f"手工清点 {row.hand} 份，{row.words}",
            code="hand_count",
            field=f"hand_{row.matter}_{row.choice}",
            value=str(row.hand),
            remedy="请重新清点这一摞，或到录票页核对",
        )
        for row in rows
        if row.difference
    )


def _papers(counted: HandCount, matter: str, choice: str) -> int:
    return counted.get(matter, {}).get(choice, 0)
