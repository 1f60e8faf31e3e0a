"""What a page may show of cells that hold personal data: names by their first character."""

from __future__ import annotations

from typing import Any

from intake.kinds import KINDS
from intake.models import Mend, Upload
from intake.rules.entries import masked
from records.rules.sheets import Column


def personal_columns(upload: Upload, sheet: str) -> dict[int, Column]:
    """The columns of a sheet that hold personal data, by number."""
    spec = KINDS[upload.kind].spec
    held = upload.head.get(sheet, {}).get("columns", {})
    return {held[key]: spec.column(key) for key in spec.personal if key in held}


def veiled_mend(upload: Upload, mend: Mend) -> dict[str, Any]:
    """{was, text, by, at, origin} of a mend as it may be shown."""
    column = personal_columns(upload, mend.sheet).get(mend.column)
    was, text = mend.was, mend.text
    if column is not None:
        was, text = masked(was, column), masked(text, column)
    return {
        "was": was,
        "text": text,
        "by": mend.mended_by,
        "at": mend.mended_at,
        "origin": mend.get_origin_display() if mend.origin == "returned" else "",
    }


def veiled(upload: Upload, text: str) -> str:
    """Any text of a table that holds personal data, whatever column it stands in."""
    spec = KINDS[upload.kind].spec
    keys = sorted(spec.personal)
    return masked(text, spec.column(keys[0])) if keys else text
