"""Large sets in memory: the search for cyclic garbage waits until they are done with."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_afterwards() -> Iterator[None]:
    """Look for cyclic garbage after the work, not between its rows; a decorator too.

    Tens of thousands of rows held at once make every search walk over all of them and find nothing:
    half of an import's time. What has no cycle is freed at once as ever. Where the search is
    switched off already, it stays so.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
