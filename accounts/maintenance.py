"""The switch that lets a test's clean-up or the demo's reset pass the append-only triggers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SWITCH = "renovation.maintenance"


@contextmanager
def maintenance() -> Iterator[None]:
    """Triggers stand aside on this connection until the block ends; the caller records why."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', false)", [_SWITCH])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, 'off', false)", [_SWITCH])
