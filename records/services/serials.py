"""Numbers without gaps: the next one under its series' row lock, undone with the transaction."""

from __future__ import annotations

from django.db import transaction

from records.models import Serial


@transaction.atomic
def take_serial(series: str) -> int:
    """The next number of the series, from 1; others of the same series wait until the commit."""
    Serial.objects.get_or_create(series=series)
    row = Serial.objects.select_for_update().get(series=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
