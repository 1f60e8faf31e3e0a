"""The project page's key figures of money: who pays how much, each with its 依据."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from common.templatetags import formats
from funding.models import Determination, DeterminationLine
from funding.selectors.accounts import received_from_residents
from funding.selectors.determinations import most_advanced
from funding.selectors.stakes import stakes
from policies.rules.government_facts import StepOutcome
from renovation.models import Project

LABELS = {"government": "财政补助", "residents": "居民自筹", "social": "社会资金"}
STAGES = {
    "government": {"estimate": "（预计）", "due": "（预计）", "final": "（决算）"},
    "residents": {"estimate": "（预计）", "due": "（应收）", "final": "（决算）"},
    "social": {"estimate": "", "due": "", "final": ""},
}


def project_figures(project: Project, on: date, user: User) -> list[dict[str, Any]]:
    """Government, residents and social money of the most advanced determination.

    Rewards that hang on a deadline come last, also before there is a determination.
    """
    if not can(user, Permission.VIEW_MONEY, on=project):
        return []
    live = Determination.objects.filter(project=project, live=True).prefetch_related("lines")
    row = most_advanced(live)
    rewards = [_reward(project, one) for one in stakes(project, on).at_stake]
    if row is None:
        return rewards
    lines = [line for line in row.lines.all() if line.kind in LABELS and line.amount]
    received = received_from_residents(project)
    order = list(LABELS)
    return [
        _figure(project, row, line, received)
        for line in sorted(lines, key=lambda line: order.index(line.kind))
    ] + rewards


def _reward(project: Project, one: StepOutcome) -> dict[str, Any]:
    """Yuan that hang on a deadline: shown until it is won or lost."""
    return {
        "label": f"{one.name}（逾期不得）",
        "id": f"figure-stake-{one.key}",
        "value": formats.wan(one.at_stake),
        "unit": "万元",
        "note": f"不晚于 {one.until}" if one.until else "",
        "why_url": reverse("funding:stake", kwargs={"project_id": project.pk, "key": one.key}),
    }


def why_url(row: Determination, payer: str) -> str:
    """Address of the account headed by one payer's figure."""
    return reverse(
        "funding:why",
        kwargs={"project_id": row.project_id, "determination_id": row.pk, "payer": payer},
    )


def at_cap(line: DeterminationLine) -> str:
    """已到上限 300 元/㎡ where the cap binds, else ""."""
    sentence = line.explanation.get("sentence", "")
    return "已到补助上限" if line.kind == "government" and "按上限补" in sentence else ""


def _figure(
    project: Project, row: Determination, line: DeterminationLine, received: Decimal
) -> dict[str, Any]:
    note = {
        "residents": f"已收 {formats.wan(received)}，{formats.share_of(received, line.amount)}",
        "government": at_cap(line) or _per_area(project, line.amount),
        "social": row.inputs.get("basis", {}).get("social_source", "")[:12],
    }[line.kind]
    return {
        "label": LABELS[line.kind] + STAGES[line.kind][row.stage],
        "id": f"figure-{line.payer}",
        "value": formats.wan(line.amount),
        "unit": "万元",
        "note": note,
        "why_url": why_url(row, line.payer),
    }


def _per_area(project: Project, amount: Decimal) -> str:
    return f"{formats.fixed(amount / project.floor_area, 2)} 元/㎡" if project.floor_area else ""
