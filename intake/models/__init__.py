"""What is kept of an import: the file and its rows, and what people decided about them."""

from intake.models.mending import ORIGINS, Acceptance, Heading, Mend
from intake.models.uploads import (
    CHOICES,
    EFFECTS,
    KINDS,
    STATES,
    ConflictChoice,
    StagedRow,
    Upload,
)

__all__ = [
    "CHOICES",
    "EFFECTS",
    "KINDS",
    "ORIGINS",
    "STATES",
    "Acceptance",
    "ConflictChoice",
    "Heading",
    "Mend",
    "StagedRow",
    "Upload",
]
