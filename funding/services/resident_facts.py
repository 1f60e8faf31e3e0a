"""What the ledger tells the gates: sums, share, settled homes, the day all was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q
from django.db.models.aggregates import Count

from common.explanations import Explanation, Input, Line
from common.shares import percent
from funding.models import Determination, LedgerEntry
from funding.rules.ledger import share_received
from funding.selectors.households import households
from policies.rules.gates import FactValue, Value

Key = tuple[str, str]
DUE: Key = ("money.residents_due", "")
RECEIVED: Key = ("money.residents_received", "")
SHARE: Key = ("money.residents_share", "")
DUE_HOMES: Key = ("money.due_homes", "")
PAID_HOMES: Key = ("money.paid_homes", "")
FULL_ON: Key = ("money.full_on", "")
OF_DUE = (DUE, SHARE, DUE_HOMES, PAID_HOMES, FULL_ON)
"""Facts that nothing stands behind before a due sum is confirmed."""
SOURCE = "居民资金台账"


def facts_of(
    governs: Determination | None, received: Decimal
) -> tuple[dict[Key, FactValue], dict[Key, Explanation]]:
    """The facts as they stand, and why; only what was received while nothing is due (in 元)."""
    values: dict[Key, Value] = {RECEIVED: received}
    if governs is None:
        return _facts(values), {}
    homes, settled = _homes(governs)
    values |= {
        DUE: governs.residents,
        SHARE: share_received(governs.residents, received),
        DUE_HOMES: homes,
        PAID_HOMES: settled,
    }
    told = _told(governs, received, homes, settled)
    full = _full_on(governs) if received >= governs.residents else None
    if full is not None:
        values[FULL_ON] = full
        told[FULL_ON] = replace(
            told[SHARE],
            title="居民资金全部到位日",
            result=full.isoformat(),
            sentence="应缴已全部缴清，以最近一笔缴款的日期为准。",
        )
    return _facts(values), told


def _facts(values: dict[Key, Value]) -> dict[Key, FactValue]:
    return {key: FactValue(key[0], key[1], value) for key, value in values.items()}


def _homes(governs: Determination) -> tuple[int, int]:
    """Households that owe something, and those of them that have settled (one query)."""
    owing = households(governs).filter(amount__gt=0)
    found = owing.aggregate(
        homes=Count("pk"), settled=Count("pk", filter=Q(state__in=["paid", "over"]))
    )
    return found["homes"], found["settled"]


def _full_on(governs: Determination) -> date | None:
    entries = LedgerEntry.objects.filter(project=governs.project_id, kind="payment")
    day: date | None = entries.aggregate(day=Max("paid_on"))["day"]
    return day


def _told(
    governs: Determination, received: Decimal, homes: int, settled: int
) -> dict[Key, Explanation]:
    due = Explanation.from_dict(governs.explanation)
    stage = governs.get_stage_display()
    ratio = percent(received, governs.residents)
    given = f"{governs.residents:,.2f}"
    share = Explanation(
        title=f"居民资金到位率（{stage}）",
        result=ratio if governs.residents else "100.0%",
        sentence=f"应缴 {given} 元，已缴 {received:,.2f} 元。",
        inputs=(
            Input("居民应缴", given, "元", f"{stage}测算"),
            Input("居民已缴", f"{received:,.2f}", "元", SOURCE),
        ),
        lines=(Line("已缴 ÷ 应缴", f"{received:,.2f} ÷ {given}", ratio, emphasis=True),),
        clauses=due.clauses,
        version=due.version,
        trigger=due.trigger,
    )
    paid = replace(
        share,
        title=f"缴清户数（{stage}）",
        result=str(settled),
        unit="户",
        sentence=f"应缴 {homes} 户，缴清 {settled} 户；缴到应缴数为缴清。",
        inputs=(
            Input("应缴户数", str(homes), "户", f"{stage}测算"),
            Input("缴清户数", str(settled), "户", SOURCE),
        ),
        lines=(Line("还没有缴清", f"{homes} − {settled}", f"{homes - settled}", emphasis=True),),
    )
    owing = replace(paid, title=f"应缴户数（{stage}）", result=str(homes))
    return {DUE: due, SHARE: share, RECEIVED: share, DUE_HOMES: owing, PAID_HOMES: paid}
