"""QR codes as SVG data, small enough to sit under the type area."""

from __future__ import annotations

import segno
from django.conf import settings


def qr_address(token: str) -> str:
    """What the code says: the address of the paper's public page."""
    base = getattr(settings, "PUBLIC_URL", "").rstrip("/")
    return f"{base}/v/{token}/"


def qr_data(token: str) -> str:
    """A data URI of the QR code that leads to the paper's public page."""
    return segno.make(qr_address(token), error="m").svg_data_uri(scale=4, border=0)
