"""What a scanned household paper tells anybody: genuine, which round, until when. Nobody's name."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import HeadUnit
from common.templatetags.formats import moment
from records.verification import PublicFacts

SAID = {
    "open": "正在征询，截止前都可以交",
    "closed": "已经截止，正在复核计票",
    "confirmed": "已经结束，结果以张贴的公告为准",
    "void": "这一轮已作废，不要再填",
}


def ballot_facts(token: str) -> PublicFacts | None:
    """Public facts of a household paper, None for another token; staff are led to its row."""
    unit = HeadUnit.objects.filter(token=token).select_related("round__project").first()
    if unit is None:
        return None
    round_ = unit.round
    address = reverse("approvals:sheet", args=[round_.pk])
    return PublicFacts(
        title=f"{round_.whose}征求意见表",
        lines=(
            ("票号", unit.serial),
            ("轮次", round_.name),
            ("征询期间", f"{moment(round_.opens_at)} 至 {moment(round_.closes_at)}"),
            ("组织单位", round_.organiser),
            *((("咨询", round_.contact),) if round_.contact else ()),
            ("现在", SAID[round_.state]),
        ),
        open_url=f"{address}?building={unit.building}&unit={unit.pk}",
    )
