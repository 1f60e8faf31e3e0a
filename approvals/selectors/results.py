"""How a round's result is made public: with which notice it hangs, and whether it is final."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from approvals.models import Notice, Round
from approvals.models.notices import OUTCOMES
from approvals.selectors.objections import open_objections
from common.clock import civil_day
from common.errors import Problem
from policies.rules.model import NoticeRule
from policies.selectors.governing import ruleset_of
from renovation.models import Project

COUNTED = frozenset({"closed", "confirmed"})


@dataclass(frozen=True, slots=True)
class Publication:
    """The rule and the posting by which a result is made public; neither where none is asked.

    `objections`: how many, by outcome in words; `open_objections` of them have none yet. `where`:
    in which community of a cluster it hangs, "" where one is asked alone.
    """

    rule: NoticeRule | None
    notice: Notice | None
    interruptions: int
    objections: tuple[tuple[str, int], ...]
    open_objections: int
    where: str = ""

    @property
    def received(self) -> int:
        """Objections in all."""
        return sum(count for _, count in self.objections) + self.open_objections


def publications_of(round_: Round) -> tuple[Publication, ...]:
    """What the round's own version of the policy asks, and what hangs of it in each project.

    One of a community that is asked alone; of a cluster one for each of its communities.
    """
    layers = ruleset_of(round_.pin.version_id).layers
    rules = next((one.policy.notices for one in layers if one.policy.notices), ())
    rule = next((one for one in rules if round_.key in one.rounds), None)
    return tuple(
        _published(rule, project, round_.community_of(project)) for project in round_.projects
    )


def _published(rule: NoticeRule | None, project: Project, where: str) -> Publication:
    if rule is None:
        return Publication(None, None, 0, (), 0, where)
    posted = Notice.objects.filter(project=project, key=rule.key, state="posted")
    notice = posted.prefetch_related("objections", "interruptions").first()
    if notice is None:
        return Publication(rule, None, 0, (), 0, where)
    outcomes = Counter(one.outcome for one in notice.objections.all())
    del outcomes[""]
    left = open_objections(project.pk, rule.key)
    told = tuple((OUTCOMES[key], outcomes[key]) for key in OUTCOMES if outcomes[key])
    return Publication(rule, notice, len(notice.interruptions.all()), told, left, where)


def not_counted(round_: Round) -> list[Problem]:
    """Why no result can be told yet."""
    if round_.state in COUNTED:
        return []
    words = f"“{round_.name}”{round_.get_state_display()}，还没有计票结果"
    return [Problem(words, code="not_counted", remedy="截止计票后再印")]


def _missed(round_: Round, last_day: date) -> bool:
    """Whether the notice was over before there was a result to hang with it."""
    return round_.closed_at is not None and last_day < civil_day(round_.closed_at)


def not_final(round_: Round, published: Iterable[Publication], on: date) -> list[Problem]:
    """Everything that keeps the result from being final on that day, community by community."""
    found = []
    if round_.state != "confirmed":
        words = f"“{round_.name}”{round_.get_state_display()}，结果须经另一人复核确认"
        found.append(Problem(words, code="not_confirmed"))
    for one in published:
        at = f"{one.where}：" if one.where else ""
        found += [
            replace(problem, message=f"{at}{problem.message}")
            for problem in _not_over(round_, one, on)
        ]
    return found


def _not_over(round_: Round, published: Publication, on: date) -> list[Problem]:
    """What the posting of one community lacks."""
    found = []
    notice = published.notice
    if published.rule and notice is None:
        words = f"初步结果还没有公示：方案要求随“{published.rule.name}”公示"
        found.append(Problem(words, code="not_posted", remedy="印初步结果，张贴后登记公示"))
    if notice and notice.last_day is None:
        found.append(Problem("公示中断，期满日尚不能判定", code="interrupted"))
    elif notice and notice.last_day and _missed(round_, notice.last_day):
        words = "公示在截止计票之前已经期满，结果没有随它公示"
        found.append(Problem(words, code="not_in_period", remedy="重新张贴并登记公示"))
    elif notice and notice.last_day and notice.last_day >= on:
        expected = f"{notice.last_day} 24 时期满"
        found.append(Problem("公示期还没有满", code="not_over", value=str(on), expected=expected))
    if published.open_objections:
        words = f"还有 {published.open_objections} 件异议没有办结"
        found.append(Problem(words, code="open_objections", remedy="在公示页逐件办结"))
    return found
