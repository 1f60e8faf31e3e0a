"""Who pays what, and who has paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from config.demo.carrying.steps import Steps
from config.demo.cast import at
from funding.models import Determination, HouseholdShare
from funding.rules.bookings import NewPayment
from funding.services.basis import Basis
from funding.services.determinations import confirm_shares, determine_shares
from funding.services.ledger import record_payments


class Money(Steps):
    """Determinations and the residents' ledger."""

    def estimate(self, day: str, social: Decimal = Decimal(0)) -> Determination:
        """Who would pay what for the design as it stands, confirmed by a second person."""
        basis = Basis(social=social, social_source="充电设施运营协议（演示）" if social else "")
        row = determine_shares(
            by=self.cast.handler,
            at=at(day, 14),
            project=self.project,
            stage="estimate",
            basis=basis,
        )
        return confirm_shares(by=self.cast.reviewer, at=at(day, 16), determination=row)

    def due(self, day: str) -> Determination:
        """What is collected from now on, confirmed by a second person."""
        row = determine_shares(
            by=self.cast.handler, at=at(day, 14), project=self.project, stage="due"
        )
        return confirm_shares(by=self.cast.reviewer, at=at(day, 16), determination=row)

    def due_row(self) -> Determination:
        """The confirmed determination that is collected."""
        return Determination.objects.get(project=self.project, stage="due", live=True)

    def pay(self, determination: Determination, day: str, unpaid: int = 0) -> None:
        """Every household pays what it owes, but the last few."""
        shares = list(
            HouseholdShare.objects.filter(determination=determination, amount__gt=0)
            .select_related("unit")
            .order_by("unit_code")
        )
        due = shares[: len(shares) - unpaid] if unpaid else shares
        payments = [
            NewPayment(
                unit=share.unit,
                amount=share.amount,
                voucher=f"{self.project.code}-{number:04d}",
                channel="bank",
                paid_on=date.fromisoformat(day),
            )
            for number, share in enumerate(due, start=1)
        ]
        results = record_payments(
            by=self.clerk, at=at(day, 17), project=self.project, payments=payments
        )
        if refused := [problem for row in results for problem in row.problems]:
            raise RuntimeError("; ".join(str(problem) for problem in refused))
