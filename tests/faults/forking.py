"""A worker of its own that comes as far as it says and no further, to be killed there."""

import os
import time
from contextlib import suppress

from django.db import connection


def forked(act):
    """Run `act(say)` in a child with its own connection; its pid, and what it has said."""
    heard, said = os.pipe()
    child = os.fork()
    if child:
        os.close(said)
        with os.fdopen(heard) as pipe:
            return child, pipe.readline().strip()
    inherited, connection.connection = connection.connection, None  # the parent's, left alone
    with suppress(BaseException):
        act(lambda words: os.write(said, f"{words}\n".encode()))
    os._exit(0 if inherited else 1)


def until(true, patience=20):
    """Wait until it is so, as long as `patience` seconds; whether it is."""
    deadline = time.monotonic() + patience
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()
