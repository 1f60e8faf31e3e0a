"""What a person had typed: kept per form and subject until the form is done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from common.clock import real_now
from common.errors import Refused
from records.models import Draft

if TYPE_CHECKING:
    from accounts.models import User

MAX_BYTES = 200_000


def save(*, user: User, form: str, subject: str, values: dict[str, Any]) -> Draft:
    """Keep the fields as they stand; raises Refused beyond 200 kB."""
    if len(json.dumps(values, ensure_ascii=False).encode()) > MAX_BYTES:
        raise Refused("草稿太长，没有保存。请分几次填写。", code="too_large")
    row, _ = Draft.objects.update_or_create(
        user=user,
        form=form[:80],
        subject=subject[:80],
        defaults={"values": values, "saved": real_now()},
    )
    return row


def load(*, user: User, form: str, subject: str) -> Draft | None:
    """The person's own draft, None when there is none."""
    return Draft.objects.filter(user=user, form=form, subject=subject).first()


def forget(*, user: User, form: str, subject: str) -> None:
    """The form is done, or the person starts afresh."""
    Draft.objects.filter(user=user, form=form, subject=subject).delete()
