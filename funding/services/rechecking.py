"""The same question asked again: does a stored determination still come out as it stands?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import Refused
from funding.models import Determination
from funding.rules import inputs
from funding.services.basis import Basis
from funding.services.payers import payers_of
from funding.services.reckoning import Result, reckon, reckon_with
from policies.selectors.governing import rule_at
from renovation.services.pins import Governing, governing


@dataclass(frozen=True, slots=True)
class Recheck:
    """`now` is 元 by payer; empty with `trouble` when the rule gives no answer now."""

    now: dict[str, Decimal]
    trouble: str = ""

    def equal(self, stored: dict[str, Decimal]) -> bool:
        """Whether every payer's part comes out the same."""
        return not self.trouble and self.now == stored


def recheck(*, by: User, at: datetime, determination: Determination) -> Recheck:
    """Compute again and write nothing.

    An estimate is asked of the contents, areas and rule as they stand today; a due or final result
    of its own stored facts under the version that decided it.
    """
    require(by, Permission.VIEW_MONEY, on=determination.project)
    try:
        result = _again(determination, at)
    except Refused as refusal:
        return Recheck({}, str(refusal))
    return Recheck(dict(result.outcome.by_payer))


def _again(row: Determination, at: datetime) -> Result:
    if row.stage == "estimate":
        basis = Basis.from_json(row.inputs["basis"])
        return reckon(at=at, project=row.project, stage="estimate", basis=basis)
    found = rule_at(row.version_id, "shares")
    pinned = governing(row.project, "shares", row.determined_on)
    governs = Governing(
        found.rule, found.version_id, found.version, pinned.trigger, row.provisional
    )
    return reckon_with(governs, inputs.from_json(row.inputs), payers_of(row.project))
