"""What taking in papers typed elsewhere came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PapersReport:
    """What was written: papers entered; those that were there already."""

    round_id: int
    new: int
    changed: int
    same: int
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
