"""What is printed for the documents of a project's steps (settings.STEP_PAPERS)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from approvals.models import Acceptance, Notice, Round, Survey
from approvals.selectors.results import COUNTED
from approvals.selectors.rules import notice_rule
from renovation.models import Project
from renovation.selectors.step_papers import Key, Offer, Wanted
from reports.selectors.paper_rights import SEES

OF_PROJECT = frozenset({"application_form", "filing_form", "management_plan"})


def offers(user: User, project: Project, wanted: Sequence[Wanted]) -> Mapping[Key, Offer]:
    """By step and document where its button leads, or what is missing; at most five queries.

    Nothing for papers that this person may not print.
    """
    if not can(user, Permission.PRINT_PAPER, on=project):
        return {}
    subjects = _Subjects(user, project)
    found = {}
    for one in wanted:
        kind = one.need.prints
        right = SEES.get(kind)
        if right is None or can(user, right, on=project):
            found[one.key] = _offer(kind, one.scope, subjects)
    return found


def _offer(kind: str, scope: str, subjects: _Subjects) -> Offer:
    subject = subjects.of(kind, scope)
    if isinstance(subject, str):
        return Offer(kind, missing=subject)
    lacks = subjects.lacks(scope) if kind == "notice" else ""
    return Offer(kind, subject, reverse("reports:print", args=[kind, subject]), lacks)


@dataclass
class _Subjects:
    """The subjects of a project's papers; each table is asked once."""

    user: User
    project: Project

    def of(self, kind: str, scope: str) -> int | str:
        """The key of what is printed, or what is missing in words."""
        if kind in OF_PROJECT:
            return self.project.pk
        if kind == "undertakings":
            asked = any(not row.partial for row in self._rounds.values())
            return self.project.pk if asked else "征询开启、名册冻结后按户印制"
        if kind == "consent_summary":
            return self._summary(scope)
        if kind == "notice":
            posted = self._notices.get(scope)
            return posted.pk if posted else "登记张贴公示后可印"
        if kind == "acceptance_form":
            return self._acceptance or "发起联合验收后可印"
        return self._survey or "满意度调查办结后可印"

    def lacks(self, scope: str) -> str:
        """What a notice would be printed without: the summary of a round not yet confirmed."""
        rule = notice_rule(self._notices[scope]).rule
        states = [self._rounds[key].state for key in rule.rounds if key in self._rounds]
        late = len(states) < len(rule.rounds) or any(state != "confirmed" for state in states)
        return "表决复核确认后再印，附上汇总表" if late else ""

    def _summary(self, scope: str) -> int | str:
        round_ = self._rounds.get(scope)
        if round_ is None:
            return "这一轮征询还没有开启，截止计票后可印"
        if round_.state not in COUNTED:
            return f"“{round_.name}”征询中，截止计票后可印"
        whole = not round_.members or can(self.user, Permission.PRINT_PAPER, on=round_)
        return round_.pk if whole else f"“{round_.name}”由{round_.cluster}所在地的人员印汇总表"

    @cached_property
    def _rounds(self) -> dict[str, Round]:
        rows = Round.objects.of(self.project).exclude(state="void").order_by("pk")
        return {row.key: row for row in rows}

    @cached_property
    def _notices(self) -> dict[str, Notice]:
        rows = Notice.objects.filter(project=self.project, state="posted").select_related("pin")
        return {row.key: row for row in rows.order_by("pk")}

    @cached_property
    def _acceptance(self) -> int:
        rows = Acceptance.objects.filter(project=self.project).order_by("-pk")
        return rows.values_list("pk", flat=True).first() or 0

    @cached_property
    def _survey(self) -> int:
        rows = Survey.objects.filter(project=self.project).exclude(closed_at=None)
        return rows.order_by("-pk").values_list("pk", flat=True).first() or 0
