"""How the launcher speaks: one line per step, and one clear line when it cannot go on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


def say(words: str) -> None:
    """One line to the terminal, at once."""
    print(words, flush=True)  # noqa: T201  the launcher's terminal is its interface


@contextmanager
def step(words: str) -> Iterator[None]:
    """Announce a step and how long it took."""
    begun = time.monotonic()
    say(f"· {words} …")
    yield
    say(f"  {words}：完成（{time.monotonic() - begun:.1f} 秒）")


def stop(words: str) -> NoReturn:
    """End the launcher with what is wrong and what to do."""
    print(f"✗ {words}", file=sys.stderr, flush=True)  # noqa: T201  see above
    raise SystemExit(1)
