"""The embedded PostgreSQL as seen by those who use it: hold a lease, and it is there.

A lease is a shared lock on a file. The kernel drops it however a process ends, so the server
goes away by itself soon after the last user, and never under somebody's hands.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from config.launch.paths import ROOT, VAR, Place, is_root

_START_SECONDS = 90
_leases: dict[str, int] = {}


class DatabaseUnavailable(Exception):
    """The embedded server did not come up; the message says why and where its log lies."""


def ensure(name: str) -> Place:
    """Hold the server `name` open for the life of this process, starting it when it is down."""
    place = Place(name)
    if name not in _leases:
        _prepare(place)
        handle = os.open(place.lease, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        _leases[name] = handle
    if not answers(place):
        _start(place)
    return place


def release(name: str) -> None:
    """Give the lease back; the server may stop when this was the last one."""
    handle = _leases.pop(name, None)
    if handle is not None:
        os.close(handle)


def stop_when_idle(name: str, seconds: float = 15) -> bool:
    """Ask the keeper to end the server as soon as nobody uses it; whether it ended in time."""
    place = Place(name)
    release(name)
    with suppress(OSError, ValueError):
        os.kill(int(place.keeper.read_text()), signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not place.ready.exists():
            return True
        time.sleep(0.1)
    return False


def answers(place: Place) -> bool:
    """Whether the server has reported ready and its socket takes a connection."""
    if not place.ready.exists():
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(place.socket / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


def _prepare(place: Place) -> None:
    place.home.mkdir(parents=True, exist_ok=True)
    place.log.parent.mkdir(parents=True, exist_ok=True)
    if is_root():
        pointer = VAR / "postgres" / f"{place.name}.where"
        if not pointer.exists():
            pointer.parent.mkdir(parents=True, exist_ok=True)
            pointer.write_text(f"{place.home}\n", encoding="utf-8")


def _start(place: Place) -> None:
    place.trouble.unlink(missing_ok=True)
    deadline = time.monotonic() + _START_SECONDS
    while not answers(place):
        # Several may call at once: all but one keeper find the lock taken and leave again.
        subprocess.run(
            [sys.executable, "-m", "config.launch.keeper", place.name],
            cwd=ROOT,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        pause = time.monotonic() + 5
        while time.monotonic() < pause and not answers(place):
            if place.trouble.exists():
                raise DatabaseUnavailable(place.trouble.read_text(encoding="utf-8"))
            time.sleep(0.05)
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(f"数据库在 {_START_SECONDS} 秒内没有起来，请看 {place.log}")
