"""What a page may show of cells that hold personal data: names by their first character."""

from __future__ import annotations

from typing import Any

from intake.kinds import KINDS
from intake.models import Mend, Upload
from intake.rules import headers
from intake.rules.entries import masked_text


def veiled_at(upload: Upload, sheet: str, number: int) -> bool:
    """Whether the cells of this column are shown masked only."""
    head = upload.head.get(sheet, {})
    labels = {int(place): label for place, label in head.get("labels", {}).items()}
    personal = KINDS[upload.kind].spec.personal
    return headers.veiled(number, head.get("columns", {}), labels, personal)


def veiled_mend(upload: Upload, mend: Mend) -> dict[str, Any]:
    """{was, text, by, at, origin} of a mend as it may be shown."""
    was, text = mend.was, mend.text
    if veiled_at(upload, mend.sheet, mend.column):
        was, text = masked_text(was), masked_text(text)
    return {
        "was": was,
        "text": text,
        "by": mend.mended_by,
        "at": mend.mended_at,
        "origin": mend.get_origin_display() if mend.origin == "returned" else "",
    }


def veiled(upload: Upload, text: str) -> str:
    """Any text of a table that holds personal data, whatever column it stands in."""
    return masked_text(text) if KINDS[upload.kind].spec.personal else text
