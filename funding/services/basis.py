"""What a person adds to the stored facts before shares are determined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a person adds to the stored facts. Money in 元, areas in ㎡.

    `area` (with `area_source`) replaces the register's where a permit says otherwise. `final_costs`
    are the final account's figures by content key; `document_no` is the paper that proves them.
    """

    social: Decimal = ZERO
    social_source: str = ""
    garage_area: Decimal = ZERO
    area: Decimal | None = None
    area_source: str = ""
    final_costs: Mapping[str, Decimal] = field(default_factory=dict)
    document_no: str = ""

    def to_json(self) -> dict[str, str]:
        """What is kept beside the facts, so that the same question can be asked again."""
        return {
            "social": str(self.social),
            "social_source": self.social_source.strip(),
            "garage_area": str(self.garage_area),
            "area": "" if self.area is None else str(self.area),
            "area_source": self.area_source.strip(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, str]) -> Basis:
        """The basis of an estimate as kept."""
        return cls(
            social=Decimal(kept["social"]),
            social_source=kept["social_source"],
            garage_area=Decimal(kept["garage_area"]),
            area=Decimal(kept["area"]) if kept["area"] else None,
            area_source=kept["area_source"],
        )
