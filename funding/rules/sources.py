"""The statistical list of sources, and which source bears the rest of a payer's part.

The list is the same everywhere (returns add it up); a place may rename its rows. For each kind of
payer that a policy knows there is one *main* source: what a determination lays on the payer and no
other source of that payer has been allocated, is planned there. For government that is the county's
own budget, as the schemes say (洛龙 四: what no upper-level money covers, the district raises).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of source, the payer it stands for, and whether it bears the rest of that payer."""

    kind: str
    name: str
    payer: str
    main: bool = False


STANDARD: tuple[SourceKind, ...] = (
    SourceKind("central_fiscal", "中央财政补助", "government"),
    SourceKind("central_budget", "中央预算内投资", "government"),
    SourceKind("province", "省级补助", "government"),
    SourceKind("city", "市级补助", "government"),
    SourceKind("district", "县级财政", "government", main=True),
    SourceKind("bond", "专项债券", "government"),
    SourceKind("residents", "居民出资", "residents", main=True),
    SourceKind("utility", "专营单位", "utility", main=True),
    SourceKind("social", "社会资金", "social", main=True),
    SourceKind("former_owner", "原产权单位", "other"),
    SourceKind("other", "其他资金", "other", main=True),
)
MAIN: dict[str, str] = {row.payer: row.kind for row in STANDARD if row.main}
RESIDENTS = "residents"
