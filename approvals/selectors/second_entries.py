"""Where the second typing of a round stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from approvals.models import Paper, Round, SecondEntry
from approvals.selectors.rules import round_rule
from approvals.selectors.seeing import seen
from common.errors import Problem


@dataclass(frozen=True, slots=True)
class SecondPass:
    """How many live papers there are, how many were typed twice, and what differs."""

    mode: str
    papers: int
    open: int
    differing: tuple[SecondEntry, ...]

    @property
    def done(self) -> int:
        """Papers that two people read alike, or a third has settled."""
        return self.papers - self.open - len(self.differing)

    def problems(self) -> list[Problem]:
        """What keeps the round from being closed."""
        found = []
        if self.mode != "none" and self.open:
            words = f"还有 {self.open} 份没有录第二遍"
            found.append(Problem(words, code="second_open", remedy="由另一人到“第二遍录入”录完"))
        if self.differing:
            words = f"两遍不一致的 {len(self.differing)} 份还没有核定"
            found.append(Problem(words, code="second_differs", remedy="由第三人到“第二遍录入”核定"))
        return found


def second_pass(round_: Round, user: User | None = None) -> SecondPass:
    """The state of the second pass, or of it what is in scope (three queries at most)."""
    mode = round_rule(round_).rule.second_entry
    if mode == "none":
        return SecondPass(mode, 0, 0, ())
    live = seen(Paper.objects.filter(live=True), round_, user)
    open_ = SecondEntry.objects.filter(agrees=False, settled_at=None, paper__live=True)
    differing = seen(open_, round_, user).select_related("paper__unit", "first_by", "entered_by")
    return SecondPass(mode, live.count(), unread(round_, user).count(), tuple(differing))


def left_for(user: User, round_: Round) -> tuple[int, int]:
    """How many papers this person may read a second time, and settle as a third (two queries).

    Neither what he typed first nor what he has read a second time; of a cluster those in scope.
    """
    if round_rule(round_).rule.second_entry == "none":
        return 0, 0
    differing = seen(SecondEntry.objects.filter(agrees=False, settled_at=None), round_, user)
    own = Q(first_by=user) | Q(entered_by=user)
    mine = differing.filter(paper__live=True).exclude(own).count()
    return unread(round_, user).exclude(entered_by=user).count(), mine


def unread(round_: Round, user: User | None = None) -> QuerySet[Paper]:
    """Live papers, or of them those in scope, that nobody has read a second time."""
    read = SecondEntry.objects.filter(Q(paper=OuterRef("pk")) | Q(settled_paper=OuterRef("pk")))
    return seen(Paper.objects.filter(~Exists(read), live=True), round_, user)
