"""What a person may press on a card."""

from __future__ import annotations

from django.urls import reverse

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission
from policies.rules.vocabulary import StepKind
from renovation.models import Step
from renovation.rules.decisions import Decision
from renovation.selectors import pages
from renovation.selectors.card_lines import Card
from renovation.selectors.situations import Gathered


def asked_for_opinion(step: Step, user: User) -> bool:
    """Whether the person's unit supports an open joint review and may say what it thinks."""
    supports = bool(user.access.unit_codes() & set(step.unit_codes))
    return (
        step.kind == StepKind.REVIEW
        and step.state == "open"
        and supports
        and can(user, Permission.GIVE_OPINION, on=step)
    )


def add_buttons(made: Card, found: Gathered, step: Step, decision: Decision, *, mine: bool) -> None:
    """Set the card's primary and secondary buttons for a person who may work the step."""
    where = pages.step_page(found.project, step)
    remind = {
        "label": f"催办{made['who']}",
        "url": reverse("renovation:step_remind", args=[step.pk]),
        "method": "post",
        "icon": "bell",
    }
    if step.state == "to_evidence":
        url = reverse("renovation:step_evidence", args=[step.pk])
        made["primary"] = {"label": "补录佐证", "url": url, "icon": "file-earmark-check"}
    elif decision.ready:
        made["primary"] = {
            "label": f"办结“{step.name}”",
            "method": "post",
            "icon": "check-lg",
            "url": reverse("renovation:step_complete", args=[step.pk]),
        }
    elif mine:
        made["primary"] = {"label": "去办理", "url": where, "icon": "arrow-right"}
    else:
        made["primary"] = remind
        made["secondary"] = [{"label": "查看流程", "url": where}]
