"""What a person may press on a card: the deed of who owes it; others nudge whoever does."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from renovation.models import Step
from renovation.rules.decisions import Decision
from renovation.selectors import pages
from renovation.selectors.card_lines import Card
from renovation.selectors.deeds import Deed
from renovation.selectors.situations import Gathered
from renovation.selectors.unit_names import Names

NONE = Deed("")


def add_deed(made: Card, deed: Deed | None) -> None:
    """Who else than the leading unit owes the step, and the button of a person who may do it."""
    if deed is None:
        return
    if deed.url and (deed.party or made["mine"]):
        made["primary"] = {"label": deed.label, "url": deed.url, "icon": "arrow-right"}
        made["deed"] = made["primary"]
    if deed.party:
        whom = "您办理" if deed.url else deed.party
        made["notes"] = [{"title": f"等待{whom}", "text": deed.why, "tone": "info"}]
        made["state"] = "mine" if deed.url else made["state"]


def add_buttons(
    made: Card, found: Gathered, step: Step, decision: Decision, names: Names, deed: Deed | None
) -> None:
    """Set the card's primary and secondary buttons for a person who may work the step.

    A button that `add_deed` has set stays the first.
    """
    mine, deed = made["mine"] or not made["who"], deed or NONE
    where = pages.step_page(found.project, step)
    look = {"label": "查看流程", "url": where}
    if step.state == "to_evidence":
        url = reverse("renovation:step_evidence", args=[step.pk])
        made["primary"] = {"label": "补录佐证", "url": url, "icon": "file-earmark-check"}
    elif decision.ready:
        finish = {
            "label": f"办结“{step.name}”",
            "method": "post",
            "icon": "check-lg",
            "url": reverse("renovation:step_complete", args=[step.pk]),
        }
        made["primary"] = finish
    elif deed.party and deed.url:
        made["secondary"] = [look]
    elif mine:
        work = {"label": "去办理", "url": where, "icon": "arrow-right"}
        made["secondary"] = [work] if made["primary"] else []
        made["primary"] = made["primary"] or work
        if deed.party:
            made["secondary"].append(_nudge(step, _owing(made, deed, names)))
    else:
        made["primary"] = _nudge(step, _owing(made, deed, names))
        made["secondary"] = [look]


def _owing(made: Card, deed: Deed, names: Names) -> str:
    """县住建局复核岗, 城关街道."""
    if not deed.party:
        return str(made["who"])
    unit = names.of_code(deed.unit)
    return deed.party if unit in {deed.unit, deed.party} else f"{unit}{deed.party}"


def _nudge(step: Step, whom: str) -> dict[str, Any]:
    return {
        "label": f"催办{whom}",
        "url": reverse("renovation:step_remind", args=[step.pk]),
        "method": "post",
        "icon": "bell",
    }
