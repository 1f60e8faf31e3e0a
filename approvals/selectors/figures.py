"""What the consent room adds to a project's row of key figures (settings.PROJECT_FIGURES)."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from approvals.models import Round
from common.templatetags.formats import count
from renovation.models import Project


def owners(project: Project, on: date, user: User) -> list[dict[str, Any]]:
    """Owners on the latest roll, and why they differ from the units (one query)."""
    row = Round.objects.of(project).exclude(state="void").order_by("-opens_at").first()
    if row is None:
        return []
    name = row.name.split("：")[0]
    gap = row.units - row.heads
    note = f"{count(row.units)} 套" + (f"，同一业主多套少计 {gap}" if gap else "")
    return [
        {
            "label": f"业主（{name}名册）",
            "id": "figure-owners",
            "value": count(row.heads),
            "unit": "人",
            "note": note,
        }
    ]
