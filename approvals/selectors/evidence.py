"""What shows an online answer: screenshots and exports kept with the home, opened by who counts."""

from __future__ import annotations

from collections.abc import Iterable

from approvals.models import HeadUnit
from records.models import Attachment

LABEL = "线上答复凭据"
_KIND = HeadUnit._meta.label_lower


def evidence_of(unit: HeadUnit) -> Attachment | None:
    """The home's latest evidence (one query)."""
    rows = Attachment.objects.of(_KIND, unit.pk).filter(label=LABEL, replaced_by=None)
    return rows.select_related("added_by").order_by("-pk").first()


def evidence_by_unit(units: Iterable[int]) -> dict[int, Attachment]:
    """The latest evidence of each of these homes that has any (one query)."""
    rows = Attachment.objects.filter(
        subject_kind=_KIND,
        subject_id__in=[str(unit) for unit in units],
        label=LABEL,
        replaced_by=None,
    )
    return {int(row.subject_id): row for row in rows.order_by("pk")}
