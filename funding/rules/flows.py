"""What may be received and paid from a source of a project. Exact 元; all problems at once.

Rule source: 洛龙 三(四)3, 乐清 三(七), payments never exceed what was allocated and received.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.errors import Problem

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Account:
    """One source of one project on balance, in 元. `bound`: gives no more than was allocated."""

    name: str
    allocated: Decimal
    received: Decimal
    paid: Decimal
    bound: bool = True

    @property
    def payable(self) -> Decimal:
        """Received and not yet paid out."""
        return max(self.received - self.paid, ZERO)

    @property
    def receivable(self) -> Decimal:
        """Allocated and not yet received; only meant for bound sources."""
        return max(self.allocated - self.received, ZERO)


def moved(account: Account) -> bool:
    """Whether anything was ever left on the account."""
    return bool(account.allocated or account.received or account.paid)


def may_receive(account: Account, amount: Decimal) -> list[Problem]:
    """A bound source brings no more than it was allocated."""
    if not account.bound or amount <= account.receivable:
        return []
    return [
        Problem(
            f"{account.name}已下达 {account.allocated:,.2f} 元，已到位 {account.received:,.2f} 元，"
            f"还可到位 {account.receivable:,.2f} 元",
            code="beyond_allocation",
            field="amount",
            value=f"{amount:,.2f}",
            expected=f"不超过 {account.receivable:,.2f} 元",
            remedy="先登记下达文件，再登记到位",
        )
    ]


def may_pay(account: Account, amount: Decimal) -> list[Problem]:
    """Nothing is paid that has not been received."""
    if amount <= account.payable:
        return []
    return [
        Problem(
            f"{account.name}已到位 {account.received:,.2f} 元，已支付 {account.paid:,.2f} 元，"
            f"可用 {account.payable:,.2f} 元，还差 {amount - account.payable:,.2f} 元",
            code="beyond_receipts",
            field="amount",
            value=f"{amount:,.2f}",
            expected=f"不超过 {account.payable:,.2f} 元",
            remedy="减少金额，或先登记到位",
        )
    ]


def may_take_back(account: Account, kind: str, amount: Decimal) -> list[Problem]:
    """Whether a reversal leaves the account sound; `kind` is allocation, receipt or payment."""
    if kind == "allocation" and account.bound and account.allocated - amount < account.received:
        return [
            Problem(
                f"冲正后{account.name}下达 {account.allocated - amount:,.2f} 元，"
                f"少于已到位 {account.received:,.2f} 元",
                code="received_already",
                remedy="先冲正相应的到位",
            )
        ]
    if kind == "receipt" and account.received - amount < account.paid:
        return [
            Problem(
                f"冲正后{account.name}到位 {account.received - amount:,.2f} 元，"
                f"少于已支付 {account.paid:,.2f} 元",
                code="paid_already",
                remedy="先冲正相应的支付",
            )
        ]
    return []


def planned_by_source(
    due: Mapping[str, Decimal],
    allocated: Mapping[str, tuple[str, Decimal]],
    main: Mapping[str, str],
) -> dict[str, Decimal]:
    """Planned 元 by kind of source for one project.

    `due`: payer kind → its part of the determination. `allocated`: source kind → (payer kind, 元).
    A payer's main source bears what the payer's other sources were not allocated, or its own
    allocation if that is more; other sources count what they were allocated.
    """
    planned = {kind: amount for kind, (_, amount) in allocated.items()}
    for payer, part in due.items():
        kind = main[payer]
        others = sum(
            (amount for key, (who, amount) in allocated.items() if who == payer and key != kind),
            ZERO,
        )
        planned[kind] = max(planned.get(kind, ZERO), part - others)
    return planned
