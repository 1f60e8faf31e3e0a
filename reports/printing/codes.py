"""QR codes as SVG data, small enough to sit under the type area."""

from __future__ import annotations

import segno
from django.conf import settings

SIDE_MM = 17
"""Of a code in a margin of a page."""


def qr_address(token: str, page: int = 1, pages: int = 1) -> str:
    """What the code says: the address of the paper's public page, and which page this is of many.

    Read back by `approvals.rules.scans.said_by`.
    """
    base = getattr(settings, "PUBLIC_URL", "").rstrip("/")
    return f"{base}/v/{token}/" + (f"?p={page}-{pages}" if pages > 1 else "")


def qr_data(token: str) -> str:
    """A data URI of the QR code that leads to the paper's public page."""
    return segno.make(qr_address(token), error="m").svg_data_uri(scale=4, border=0)


def margin_codes(token: str, pages: int) -> str:
    """A style sheet that puts into the foot of each of so many pages a code of its own."""
    code = "@page ballot:nth({page}) {{ @bottom-left {{ content: url('{code}') }} }}"
    return "\n".join(
        code.format(page=page, code=_svg(token, page, pages)) for page in range(1, pages + 1)
    )


def _svg(token: str, page: int, pages: int) -> str:
    code = segno.make(qr_address(token, page, pages), error="m")
    side = code.symbol_size(border=0)[0]
    return code.svg_data_uri(scale=SIDE_MM / side, unit="mm", border=0)
