"""Whether a project has come far enough for its final account."""

from __future__ import annotations

from common.errors import Problem, Refused
from funding.selectors.determinations import live
from policies.rules.vocabulary import MilestoneKind
from renovation.models import Project


def ready_for_final(project: Project) -> None:
    """Refused with everything that must come before the final account."""
    problems = []
    due = live(project).get("due")
    if due is None or due.confirmed_at is None:
        problems.append(
            Problem(
                "还没有经复核的应缴数，决算无从比较",
                code="no_due",
                remedy="先办理应缴测算并复核",
            )
        )
    if not reached(project, MilestoneKind.COMPLETED):
        problems.append(
            Problem(
                "工程尚未完工，不能办理决算",
                code="not_completed",
                remedy="先登记完工",
            )
        )
    if problems:
        raise Refused(problems)


def reached(project: Project, kind: MilestoneKind) -> bool:
    """Whether the milestone stands."""
    return project.milestones.filter(kind=kind, revoked=False).exists()
