"""At the door: what came of a call, a building's delivery, mandates."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from accounts.permissions import Permission
from accounts.web import ActionView, visible
from approvals.models import HeadUnit, Mandate
from approvals.rules.mandates import ENTRUSTED
from approvals.selectors.calls import door_of
from approvals.selectors.seeing import homes_seen
from approvals.services.evidence import keep_evidence
from approvals.services.mandates import end_mandate, give_mandate
from approvals.services.visits import deliver_building, record_visits
from approvals.views.acts import ForScripts
from approvals.views.counting import OnRound
from approvals.views.sheet_page import somebody_else
from common.clock import business_now
from common.errors import Problem, Refused


class _AtDoor(ActionView):
    permission: ClassVar = Permission.RECORD_PAPER

    @property
    def unit(self) -> HeadUnit:
        """The home of the roll, in scope."""
        rows: QuerySet[HeadUnit] = HeadUnit.objects.select_related("round__project", "head")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def back(self) -> str:
        """The home's paper."""
        return reverse("approvals:paper", args=[self.unit.pk])


class VisitDoor(_AtDoor, ForScripts):
    """没人, 改约, 已送达 …: for every home of this owner that has not answered."""

    success_message = "走访已登记"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """As ever, but nothing that waited in another person's telephone."""
        return somebody_else(self.request, self.person) or super().post(*args, **kwargs)

    def run(self) -> object:
        """Record."""
        unit, form = self.unit, self.request.POST
        return record_visits(
            by=self.person,
            at=business_now(),
            round_=unit.round,
            units=door_of(unit, self.person),
            outcome=form.get("outcome", ""),
            note=form.get("note", ""),
        )


class DeliverBuilding(OnRound, ActionView):
    """整栋已送达."""

    permission = Permission.RECORD_PAPER
    success_message = "已登记送达"

    def run(self) -> object:
        """Deliver."""
        building = self.request.POST.get("building", "")
        return deliver_building(
            by=self.person, at=business_now(), round_=self.round, building=building
        )

    def back(self) -> str:
        """The list."""
        return reverse("approvals:missing", args=[self.kwargs["pk"]])


class GiveMandate(_AtDoor):
    """登记委托书 with its document."""

    success_message = "委托书已登记"

    def run(self) -> object:
        """Register."""
        form = self.request.POST
        return give_mandate(
            by=self.person,
            at=business_now(),
            unit=self.unit,
            agent=form.get("agent", ""),
            basis=form.get("basis", ENTRUSTED),
            signed_on=_day(form.get("signed_on", "")),
            upload=self.request.FILES.get("upload"),
        )


class KeepEvidence(_AtDoor):
    """线上答复凭据 of this home."""

    success_message = "凭据已存，可以录入线上答复"

    def run(self) -> object:
        """Keep."""
        upload = self.request.FILES.get("upload")
        return keep_evidence(by=self.person, at=business_now(), unit=self.unit, upload=upload)


class EndMandate(ActionView):
    """撤销委托书."""

    permission = Permission.RECORD_PAPER
    success_message = "委托书已撤销，原件留存"

    @property
    def mandate(self) -> Mandate:
        """The mandate in scope."""
        rows: QuerySet[Mandate] = Mandate.objects.select_related("round__project", "head")
        return visible(rows, self.person, pk=self.kwargs["pk"])

    def run(self) -> object:
        """End."""
        reason = self.request.POST.get("reason", "")
        return end_mandate(by=self.person, at=business_now(), mandate=self.mandate, reason=reason)

    def back(self) -> str:
        """The paper of the owner's first home."""
        mandate = self.mandate
        homes = homes_seen(mandate.round, self.person).filter(head=mandate.head_id)
        unit = homes.order_by("position").first()
        return reverse("approvals:paper", args=[unit.pk if unit else 0])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = "请填写委托书上的日期"
        raise Refused(Problem(words, field="signed_on", expected="如 2024-06-18")) from error
