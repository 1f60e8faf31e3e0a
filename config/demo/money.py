"""Allocations, receipts and payments that fit what was determined."""

from __future__ import annotations

from decimal import Decimal

from config.demo.cast import Cast, at
from funding.models import Determination
from funding.models.sources import Source
from funding.services.arrivals import allocate, receive
from funding.services.flow_values import NewAllocation, NewReceipt, NewSpending
from funding.services.sources import ensure_sources, source_of
from funding.services.spending import pay
from renovation.models import Project

# Parts of the government's money by source, and how much of each has arrived (per cent).
GOVERNMENT = (("central_fiscal", 42, 100), ("province", 18, 80), ("district", 40, 40))
DAY = "2024-05-16"
STARTED = ("in_works", "completed", "accepted", "handed_over", "closed")


def fund(project: Project, cast: Cast) -> None:
    """Allocate, receive and, where works have begun, pay."""
    row = Determination.objects.filter(project=project, live=True).order_by("-pk").first()
    if row is None or not row.government:
        return
    place = project.area_code[:6]
    ensure_sources(place)
    for kind, part, arrived in GOVERNMENT:
        amount = (row.government * part / 100).quantize(Decimal("0.01"))
        _source(project, cast, source_of(place, kind), amount, arrived)


def _source(project: Project, cast: Cast, source: Source, amount: Decimal, arrived: int) -> None:
    day, when = at(DAY).date(), at(DAY)
    allocate(
        by=cast.finance,
        at=when,
        project=project,
        money=NewAllocation(source, amount, f"资金下达通知（演示）{project.code[-4:]}", day),
    )
    came = (amount * arrived / 100).quantize(Decimal("0.01"))
    voucher = f"{project.code[-4:]}-{source.position:02d}"
    receive(
        by=cast.finance,
        at=when,
        project=project,
        money=NewReceipt(source, came, f"收字 {voucher}", day),
    )
    if project.state in STARTED:
        paid = (came * 3 / 10).quantize(Decimal("0.01"))
        purpose = "preliminary" if source.kind == "province" else "works"
        spending = NewSpending(
            source, purpose, "施工单位（演示）", paid, f"付字 {voucher}", at("2024-06-12").date()
        )
        pay(by=cast.finance, at=at("2024-06-12"), project=project, money=spending)
