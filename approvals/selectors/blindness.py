"""Who may not know yet what papers say: whoever may still have to read one of them blind.

Where the rule asks for a blind second entry, a paper is open until two people have read it alike or
a third has settled it. While papers are open that somebody else typed first, a clerk of the round
sees neither what they say nor what they add up to; his own he has read already.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q

from accounts.access import can_in_part
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Paper, Round, SecondEntry
from approvals.models.rolls import HomeScopedQuerySet
from approvals.rules.standings import turnout_only
from approvals.selectors.rules import matters_of, round_rule
from common.errors import Problem, Refused
from common.explanations import Explanation
from policies.rules.model import Matter

LIVE = frozenset({"open", "closed"})


def open_readings(round_: Round) -> HomeScopedQuerySet:
    """Live papers that two people have not read alike and no third has settled."""
    alike = Q(paper=OuterRef("pk"), agrees=True) | Q(settled_paper=OuterRef("pk"))
    rows = Paper.objects.filter(round=round_, live=True)
    return rows.exclude(Exists(SecondEntry.objects.filter(alike)))


def is_read_blind(round_: Round) -> bool:
    """Whether anybody still has to read a paper of this round blind."""
    return _asked(round_) and open_readings(round_).exists()


def reads_blind(user: User, round_: Round) -> bool:
    """Whether this person may still have to; no query where the rule does not ask for it."""
    if not _asked(round_) or not can_in_part(user, Permission.RECORD_PAPER, on=round_):
        return False
    others = open_readings(round_).exclude(entered_by=user)
    return (others.visible_to(user) if round_.members else others).exists()


def matters_shown(round_: Round, *, blind: bool) -> tuple[Matter, ...]:
    """The round's matters; for who reads blind with the tests of turnout alone."""
    return tuple(turnout_only(one) if blind else one for one in matters_of(round_))


def turnout_said(told: Explanation) -> Explanation:
    """Of a matter judged with its tests of turnout alone: nothing of agreeing or passing."""
    asked = tuple(one for one in told.inputs if not one.label.startswith("同意"))
    return replace(told, result="", sentence="第二遍盲录没有完成，先只说参与。", inputs=asked)


def refuse_sums(round_: Round) -> None:
    """Raise Refused while papers are read blind: what they add up to is not given out yet."""
    if is_read_blind(round_):
        words = "第二遍盲录没有完成，各项意见还不能汇总"
        raise Refused(Problem(words, code="read_blind", remedy="两遍都录完、不一致的核定后再办"))


def _asked(round_: Round) -> bool:
    return round_.state in LIVE and round_rule(round_).rule.second_entry == "blind"
