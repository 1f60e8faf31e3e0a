"""Which imports stand on which: an import is taken back before the one that it builds on."""

from __future__ import annotations

from intake.models import Upload
from records.models import WrittenRow
from records.selectors.written import written_after


def imports_on_top(upload: Upload) -> list[Upload]:
    """Later imports of such a table on the same subject that wrote over it, the latest first."""
    others = Upload.objects.filter(
        kind=upload.kind,
        area_code=upload.area_code,
        year=upload.year,
        subject=upload.subject,
        state="committed",
    ).in_bulk()
    return [others[pk] for pk in written_after(upload.pk, others)]


def left_no_trace(upload: Upload) -> bool:
    """Whether it wrote something before imports kept what they wrote."""
    wrote = upload.result.get("new") or upload.result.get("changed")
    return bool(wrote) and not WrittenRow.objects.filter(upload_id=upload.pk).exists()
