"""Cards of projects without a current step: not yet opened, or finished."""

from __future__ import annotations

from renovation.models import Project
from renovation.selectors.card_lines import Card
from renovation.selectors.situations import Gathered


def finished(found: Gathered) -> Card:
    """The card of a project that has left the plan or done its last step."""
    project = found.project
    last = max((step.done_on for step in found.steps if step.done_on), default=None)
    withdrawn = project.state == "withdrawn"
    words = "项目已退出计划。" if withdrawn else "全部步骤已办结。"
    return {
        "project_id": project.pk,
        "step_id": None,
        "title": project.get_state_display(),
        "who": "",
        "state": "finished",
        "mine": False,
        "missing": [],
        "notes": [],
        "empty_words": words,
        "eyebrow": "办理情况",
        "done": last,
        "primary": None,
        "secondary": [],
    }


def unopened(project: Project) -> Card:
    """The card of a project whose steps do not exist yet."""
    return {
        "project_id": project.pk,
        "step_id": None,
        "title": "尚未建档",
        "who": "",
        "state": "others",
        "mine": False,
        "missing": [],
        "notes": [],
        "primary": None,
        "secondary": [],
        "empty_words": "项目还没有建档，程序步骤尚未生成。",
    }
