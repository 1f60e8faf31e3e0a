"""The process behind an embedded server: starts it, watches the leases, stops it when unused.

Run as `python -m config.launch.keeper NAME`; it leaves its caller's terminal at once.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from config.launch import engine
from config.launch.database import answers
from config.launch.paths import PRODUCT, Place

_GRACE_SECONDS = 20.0
_BEAT_SECONDS = 0.25
_PAUSES = (1.0, 3.0)


class Keeper:
    """One server's life from start to stop."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.grace = _GRACE_SECONDS

    def hurry(self, _signal: int, _frame: FrameType | None) -> None:
        """On SIGTERM: stop as soon as nobody uses the server, instead of waiting."""
        self.grace = 0.0

    def keep(self) -> None:
        """Serve until no lease has been held for the grace period."""
        lease = os.open(self.place.lease, os.O_RDWR | os.O_CREAT, 0o600)
        self.place.ready.unlink(missing_ok=True)
        engine.create(self.place)
        server = self._started()
        try:
            _create_database(self.place)
            self.place.ready.write_text(str(server.pid), encoding="utf-8")
            self._watch(server, lease)
        finally:
            self.place.ready.unlink(missing_ok=True)
            server.send_signal(signal.SIGINT)
            server.wait(30)

    def _started(self) -> subprocess.Popen[bytes]:
        """A server that answers; one that dies at once (its forerunner is still leaving) again."""
        for pause in (*_PAUSES, None):
            server = engine.serve(self.place)
            if self._comes_up(server):
                return server
            if pause is not None:
                time.sleep(pause)
        raise RuntimeError(f"数据库没有起来：{_last_words(self.place.log)}")

    def _comes_up(self, server: subprocess.Popen[bytes]) -> bool:
        pid_file = self.place.data / "postmaster.pid"
        while server.poll() is None:
            if pid_file.exists() and _is_ready(pid_file, server.pid):
                return True
            time.sleep(0.02)
        return False

    def _watch(self, server: subprocess.Popen[bytes], lease: int) -> None:
        idle_since: float | None = None
        while server.poll() is None:
            time.sleep(_BEAT_SECONDS)
            if not _lock(lease):
                idle_since = None
                continue
            idle_since = idle_since or time.monotonic()
            if time.monotonic() - idle_since >= self.grace:
                return  # the lock stays ours: newcomers wait until the server is down
            fcntl.flock(lease, fcntl.LOCK_UN)


def _last_words(log: Path) -> str:
    """The end of the server's own log, and where the rest is."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return "\n".join([*lines[-5:], f"（详见 {log}）"])


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_ready(pid_file: Path, pid: int) -> bool:
    lines = pid_file.read_text(encoding="utf-8").split("\n")
    return lines[0] == str(pid) and [line.strip() for line in lines[7:8]] == ["ready"]


def _create_database(place: Place) -> None:
    """Make the product's own database, once; a half-made server is completed at its next start."""
    done = place.home / "created"
    if done.exists():
        return
    access = ["-h", str(place.socket), "-U", PRODUCT]
    engine.run(["dropdb", "--if-exists", *access, PRODUCT], place)
    engine.run(["createdb", *access, PRODUCT], place)
    done.touch()


def main(name: str) -> None:
    """Leave the caller, then keep the server unless somebody already does."""
    if os.fork():
        os._exit(0)
    os.setsid()
    place = Place(name)
    own = os.open(place.keeper, os.O_RDWR | os.O_CREAT, 0o600)
    if not _lock(own):
        os._exit(0)
    os.ftruncate(own, 0)
    os.pwrite(own, str(os.getpid()).encode(), 0)
    keeper = Keeper(place)
    signal.signal(signal.SIGTERM, keeper.hurry)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _leave_terminal(place)
    try:
        keeper.keep()
    except Exception as error:
        if not answers(place):
            place.trouble.write_text(f"{error}\n", encoding="utf-8")
        raise


def _leave_terminal(place: Place) -> None:
    """Hold no pipe of the caller open, or whoever reads its output would wait for us."""
    log = os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, log), (2, log)):
        os.dup2(source, target)


if __name__ == "__main__":
    main(sys.argv[1])
