"""What the cashier's desk has in front of it: shares, balances, vouchers of one locked project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from common.errors import Problem
from common.names import mask_name
from districts.models import ExclusiveUnit
from funding.models import LedgerEntry
from funding.models.ledger import CHANNELS
from funding.rules.bookings import HasKey, NewPayment
from funding.rules.ledger import Standing
from funding.selectors.accounts import paid_by_unit
from funding.selectors.determinations import in_force
from renovation.models import Project

CENT = Decimal("0.01")
VOUCHER_LENGTH = 60


@dataclass(slots=True)
class Desk:
    """Read once under the project's lock; every further row is judged from memory."""

    project: Project
    stage: str
    owed: dict[int, Decimal]
    paid: dict[int, Decimal]
    # voucher → unit id → kind → [live, reversed]
    vouchers: dict[str, dict[int, dict[str, list[int]]]] = field(default_factory=dict)

    @classmethod
    def open(cls, project: Project, payments: Sequence[NewPayment]) -> Desk:
        """Four queries for the units and vouchers of these rows."""
        ids = sorted({payment.unit.pk for payment in payments})
        governs = in_force(project)
        shares = (
            governs.shares.filter(unit__in=ids).values_list("unit", "amount") if governs else []
        )
        desk = cls(
            project=project,
            stage=governs.stage if governs else "",
            owed=dict(shares),
            paid=paid_by_unit(project, ids),
        )
        desk._read_vouchers({payment.voucher.strip() for payment in payments})
        return desk

    def standing(self, unit_id: int) -> Standing:
        """The household's account so far."""
        nothing = Decimal("0.00")
        return Standing(self.owed.get(unit_id, nothing), self.paid.get(unit_id, nothing))

    def problems(self, payment: NewPayment, today: date) -> list[Problem]:
        """Everything that stands against a payment."""
        found = _shape(payment.amount, payment.voucher, payment.channel)
        if payment.paid_on > today:
            found.append(
                Problem(
                    "缴款日不能晚于今天",
                    code="future",
                    field="paid_on",
                    value=str(payment.paid_on),
                    expected=f"不晚于 {today}",
                )
            )
        found += self._payable(payment)
        found += self._voucher(
            payment.unit.pk, payment.voucher.strip(), "payment", joint=payment.joint
        )
        return found

    def refund_problems(self, unit: HasKey, amount: Decimal, voucher: str) -> list[Problem]:
        """Everything that stands against a refund."""
        found = _shape(amount, voucher, "bank")
        withdrawn = self.project.state == "withdrawn"
        standing = self.standing(unit.pk)
        most = standing.paid if withdrawn else standing.excess
        if amount > most:
            found.append(
                Problem(
                    f"该户应缴 {standing.owed:,.2f} 元，已缴 {standing.paid:,.2f} 元，"
                    f"可退 {most:,.2f} 元",
                    code="nothing_to_refund",
                    field="amount",
                    value=f"{amount:,.2f}",
                    expected=f"不超过 {most:,.2f} 元",
                    remedy="登记有误的请冲正原来那笔；多收的须先有经复核的决算",
                )
            )
        return found + self._voucher(unit.pk, voucher.strip(), "refund", joint=True)

    def entry(self, payment: NewPayment, by: User, at: datetime) -> LedgerEntry:
        """The row to be stored; nothing is stored here."""
        voucher = payment.voucher.strip()
        return LedgerEntry(
            project=self.project,
            unit_id=payment.unit.pk,
            kind="payment",
            direction=1,
            channel=payment.channel,
            amount=payment.amount,
            paid_on=payment.paid_on,
            voucher=voucher,
            repeat=self.repeats(payment.unit.pk, voucher, "payment"),
            payer=mask_name(payment.payer.strip()),
            booked_at=at,
            booked_by=by,
        )

    def book(self, entry: LedgerEntry) -> None:
        """Remember a row of the same batch."""
        self.paid[entry.unit_id] = self.standing(entry.unit_id).paid + entry.signed
        kinds = self.vouchers.setdefault(entry.voucher, {}).setdefault(entry.unit_id, {})
        kinds.setdefault(entry.kind, [0, 0])[0] += 1

    def repeats(self, unit_id: int, voucher: str, kind: str) -> int:
        """How often this voucher was booked for the unit and reversed."""
        return self.vouchers.get(voucher, {}).get(unit_id, {}).get(kind, [0, 0])[1]

    def _payable(self, payment: NewPayment) -> list[Problem]:
        if self.project.state == "withdrawn":
            return [
                Problem(
                    "项目已退出计划，不再收居民款",
                    code="withdrawn",
                    remedy="核对项目；已收的款项在该户账页办理退款",
                )
            ]
        if not self.stage:
            return [
                Problem(
                    "应缴数还没有经复核，不能收款",
                    code="no_due",
                    remedy="先办理应缴测算，并由第二人复核",
                )
            ]
        if payment.unit.pk not in self.owed:
            return [
                Problem(
                    "这一户不在本项目的应缴名册中",
                    code="foreign_unit",
                    field="unit",
                    remedy="核对楼号、单元、室号，或到该户所在的项目登记",
                )
            ]
        standing = self.standing(payment.unit.pk)
        if payment.amount > standing.missing:
            return [
                Problem(
                    f"该户应缴 {standing.owed:,.2f} 元，已缴 {standing.paid:,.2f} 元，"
                    f"还差 {standing.missing:,.2f} 元，"
                    f"这笔会多收 {payment.amount - standing.missing:,.2f} 元",
                    code="overpaid",
                    field="amount",
                    value=f"{payment.amount:,.2f}",
                    expected=f"不超过 {standing.missing:,.2f} 元",
                    remedy="核对金额和户号",
                )
            ]
        return []

    def _voucher(self, unit_id: int, voucher: str, kind: str, *, joint: bool) -> list[Problem]:
        units = self.vouchers.get(voucher, {})
        if units.get(unit_id, {}).get(kind, [0, 0])[0]:
            return [
                Problem(
                    "这张凭证已经登记在这一户",
                    code="voucher_used",
                    field="voucher",
                    value=voucher,
                    remedy="核对是否重复录入；登记有误的先冲正",
                )
            ]
        others = [key for key, kinds in units.items() if key != unit_id and kinds.get(kind, [0])[0]]
        if others and not joint:
            home = ExclusiveUnit.objects.select_related("building", "entrance").get(pk=others[0])
            return [
                Problem(
                    f"这张凭证已经登记在{home.label}",
                    code="voucher_used",
                    field="voucher",
                    value=voucher,
                    remedy="核对凭证号；确为一张凭证合缴多户的，请勾选“一张凭证合缴多户”",
                )
            ]
        return []

    def _read_vouchers(self, numbers: set[str]) -> None:
        rows = LedgerEntry.objects.filter(project=self.project, voucher__in=numbers).exclude(
            kind="reversal"
        )
        found: dict[str, dict[int, dict[str, list[int]]]] = defaultdict(dict)
        for voucher, unit, kind, gone in rows.values_list("voucher", "unit", "kind", "reversed_by"):
            counts = found[voucher].setdefault(unit, {}).setdefault(kind, [0, 0])
            counts[1 if gone else 0] += 1
        self.vouchers = dict(found)


def _shape(amount: Decimal, voucher: str, channel: str) -> list[Problem]:
    found = []
    if amount <= 0 or amount != amount.quantize(CENT):
        found.append(
            Problem(
                "金额应大于零，精确到分",
                code="bad_amount",
                field="amount",
                value=str(amount),
                expected="如 1200.00",
            )
        )
    if not voucher.strip() or len(voucher.strip()) > VOUCHER_LENGTH:
        found.append(Problem("请填写凭证号（60 字以内）", code="voucher_missing", field="voucher"))
    if channel not in CHANNELS:
        found.append(
            Problem(
                "没有这种缴款渠道",
                code="bad_channel",
                field="channel",
                value=channel,
                expected="、".join(CHANNELS.values()),
            )
        )
    return found
