"""Parts of a candidate's score that somebody gives, as the project's version states them."""

from __future__ import annotations

from common.errors import Undecidable
from policies.rules.priority_model import ScoreItem
from policies.selectors.governing import rule_at
from renovation.models import Project

POINTS = "score.points"


def scored(project: Project) -> tuple[ScoreItem, ...]:
    """Those that do not follow from facts; none where the version ranks nobody (one query)."""
    if project.procedure_id is None:
        return ()
    try:
        rule = rule_at(project.procedure_id, "priority").rule
    except Undecidable:
        return ()
    return tuple(part for part in rule.scores if not part.bands)
