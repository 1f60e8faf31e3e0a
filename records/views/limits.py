"""How often one address may ask a page that needs no sign-in."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

MOST, SECONDS = 60, 60
"""A stairwell scans its papers behind one line; a machine that tries tokens asks far more."""


def asks_too_often(request: HttpRequest) -> bool:
    """Whether this address has asked more than `MOST` times within `SECONDS`; counts this time."""
    key = f"public-page:{get_client_ip_address(request)}"
    cache.add(key, 0, timeout=SECONDS)
    try:
        return cache.incr(key) > MOST
    except ValueError:  # the minute ended between the two lines
        return False
