"""What a scanned household paper tells anybody: genuine, which round, until when. Nobody's name."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import HeadUnit
from common.templatetags.formats import moment
from records.verification import PublicFacts


def ballot_facts(token: str) -> PublicFacts | None:
    """Public facts of a household paper, None for another token; staff are led to its row."""
    unit = HeadUnit.objects.filter(token=token).select_related("round__project").first()
    if unit is None:
        return None
    round_ = unit.round
    address = reverse("approvals:sheet", args=[round_.pk])
    return PublicFacts(
        title=f"{round_.whose} {round_.name}意见表",
        lines=(
            ("票号", unit.serial),
            ("征询期间", f"{moment(round_.opens_at)} 至 {moment(round_.closes_at)}"),
            ("组织单位", round_.organiser),
            ("状态", round_.get_state_display()),
        ),
        open_url=f"{address}?building={unit.building}&unit={unit.pk}",
    )
