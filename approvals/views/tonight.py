"""今晚走访: what is missing, whose doors to knock at, as a page for a phone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from accounts.access import can_in_part, require_in_part
from accounts.permissions import Permission
from approvals.rules.doors import Goal
from approvals.rules.words import WITHIN
from approvals.selectors.blindness import reads_blind
from approvals.selectors.boards import threshold_row
from approvals.selectors.evening import DoorRow, by_stairs, evening
from approvals.selectors.facades import fronts
from approvals.selectors.rules import round_rule
from approvals.selectors.seeing import sees_whole
from approvals.services.revealing import reveal_heads
from approvals.views.counting import OnRound
from common.clock import business_now, business_today

MOST = 200  # doors on one page; nobody walks further in one evening
GOALS: dict[str, Goal] = {"valid": "valid", "passed": "passed"}


class Tonight(OnRound, TemplateView):
    """GET shows masked names; POST shows them in clear, once, with an entry in the trail."""

    template_name = "approvals/tonight.html"
    permission = Permission.VIEW_REGISTER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The round tonight; `?goal=` valid or passed, `?order=stairs`, `?building=`, `?part=`."""
        row = self.round
        require_in_part(self.person, Permission.VIEW_REGISTER, on=row)
        asked = self.request.GET
        now = evening(
            row,
            business_today(),
            GOALS.get(asked.get("goal", "")),
            asked.get("part", ""),
            blind=reads_blind(self.person, row),
            user=self.person,
        )
        building, part = asked.get("building", ""), asked.get("part", "")
        here = next((one.part.words for one in now.parts if one.part.code == part), "")
        doors = [door for door in now.doors if building in ("", door.first.building)]
        if asked.get("order") == "stairs":
            doors = by_stairs(doors)
        return super().get_context_data(**kwargs) | {
            "round": row,
            "whole": sees_whole(self.person, row),
            "now": business_now(),
            "evening": now,
            "doors": doors[:MOST],
            "more": max(0, len(doors) - MOST),
            "order": "stairs" if asked.get("order") == "stairs" else "area",
            "buildings": sorted({door.first.building for door in now.doors}, key=_number),
            "building": building,
            "fronts": fronts(row, self.person, doors, building),
            "gauges": [
                row
                for one in now.matters
                for test in one.outcome.tests
                if test.part == here
                if now.goal == "passed" or test.test.numerator == "participate"
                for row in [threshold_row(test)]
            ],
            "matters": [one.matter for one in now.matters],
            "channel": "visit" if "visit" in round_rule(row).rule.admits_channels else "paper",
            "part": part,
            "may_reveal": can_in_part(self.person, Permission.VIEW_PERSONS, on=row),
            "may_record": can_in_part(self.person, Permission.RECORD_PAPER, on=row),
            "revealed": False,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same page with names and phones of the doors on it."""
        context = self.get_context_data(**kwargs)
        shown: list[DoorRow] = context["doors"]
        names = reveal_heads(
            by=self.person,
            at=context["now"],
            round_=context["round"],
            heads=[door.head for door in shown],
            purpose="走访名单",
        )
        context["doors"] = [replace(door, label=names[door.head]) for door in shown]
        context["revealed"] = True
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response


def _number(building: str) -> tuple[str, int, str]:
    place, _, own = building.rpartition(WITHIN)
    digits = "".join(filter(str.isdigit, own))
    return (place, int(digits) if digits else 0, own)
