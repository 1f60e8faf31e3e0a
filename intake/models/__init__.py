"""What is kept of an import: the file and its rows, and what people decided about them."""

from intake.models.mending import ORIGINS, Acceptance, Heading, Mend
from intake.models.uploads import (
    CHOICES,
    EFFECTS,
    STATES,
    UNDO_LISTS,
    ConflictChoice,
    StagedRow,
    UndoneRow,
    Upload,
)

__all__ = [
    "CHOICES",
    "EFFECTS",
    "ORIGINS",
    "STATES",
    "UNDO_LISTS",
    "Acceptance",
    "ConflictChoice",
    "Heading",
    "Mend",
    "StagedRow",
    "UndoneRow",
    "Upload",
]
