"""The row of key figures over a project: this room's own, and those that upper apps add."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from common.templatetags import formats
from policies.rules.gates import parse_value
from policies.rules.vocabulary import FACTS
from renovation.models import Project, ProjectFact
from renovation.selectors import pages
from renovation.selectors.situations import Gathered

Figure = dict[str, Any]


def figures(project: Project, found: Gathered | None, on: date, user: User) -> list[Figure]:
    """Figures for `{% key_figures %}`; functions of upper apps are named in the settings."""
    facts = found.facts if found else {}
    made = [_investment(project, facts)]
    extra: list[Figure] = []
    for name in settings.PROJECT_FIGURES:
        function: Callable[[Project, date, User], list[Figure]] = import_string(name)
        extra += function(project, on, user)
    made += extra or _money(project, facts, user)
    if ("works.progress", "") in facts:
        made.append(_works(project, facts["works.progress", ""]))
    made.append(
        {
            "label": "改造规模",
            "value": f"{project.buildings} 栋 {formats.count(project.households)}",
            "unit": "户",
            "note": f"{formats.area(project.floor_area)} ㎡",
        }
    )
    return made


def _investment(project: Project, facts: dict[tuple[str, str], ProjectFact]) -> Figure:
    known = ("money.estimate", "") in facts
    per_area = (
        Fraction(project.investment) / Fraction(project.floor_area) if project.floor_area else 0
    )
    note = f"{formats.fixed(per_area, 2)} 元/㎡" if known and per_area else "尚未填概算"
    return {
        "label": "总投资（概算）",
        "id": "figure-investment",
        "note": note,
        "value": formats.wan(project.investment) if known or project.investment else "—",
        "unit": "万元" if known or project.investment else "",
        "why_url": pages.why_url(project, "investment") if known else "",
    }


def _money(project: Project, facts: dict[tuple[str, str], ProjectFact], user: User) -> list[Figure]:
    due, got = facts.get(("money.residents_due", "")), facts.get(("money.residents_received", ""))
    if due is None or not can(user, Permission.VIEW_MONEY, on=project):
        return []
    amount = Decimal(due.value)
    paid = Decimal(got.value) if got else Decimal(0)
    return [
        {
            "label": "居民自筹（应收）",
            "id": "figure-residents",
            "value": formats.wan(amount),
            "unit": "万元",
            "note": f"已收 {formats.wan(paid)}，{formats.share_of(paid, amount)}",
            "why_url": pages.why_url(project, "fact.money.residents_due")
            if due.explanation
            else "",
        }
    ]


def _works(project: Project, fact: ProjectFact) -> Figure:
    share = parse_value(FACTS[fact.key], fact.value)
    return {
        "label": "工程进度",
        "id": "figure-works",
        "value": formats.share(share),
        "unit": "",
        "note": f"截至 {fact.source[:10]}",
        "why_url": pages.why_url(project, "fact.works.progress"),
    }
