"""What the consent room adds to a project's row of key figures (settings.PROJECT_FIGURES)."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from approvals.models import Round
from approvals.selectors.communities import own_count
from common.templatetags.formats import count
from renovation.models import Project


def owners(project: Project, on: date, user: User) -> list[dict[str, Any]]:
    """Owners on the latest roll, and why they differ from the units (one query; a cluster: two)."""
    row = Round.objects.of(project).exclude(state="void").order_by("-opens_at").first()
    if row is None:
        return []
    name = row.name.split("：")[0]
    own = own_count(row, project)
    units, heads = (own.all_units, own.all_heads) if own else (row.units, row.heads)
    gap = units - heads
    note = f"{count(units)} 套" + (f"，同一业主多套少计 {gap}" if gap else "")
    note += f"；{row.cluster}共 {count(row.heads)} 人" if own else ""
    return [
        {
            "label": f"业主（{name}名册）",
            "id": "figure-owners",
            "value": count(heads),
            "unit": "人",
            "note": note,
        }
    ]
