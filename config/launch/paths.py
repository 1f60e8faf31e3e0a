"""Where things lie: the checkout, its ignored `var/`, and the state of embedded servers."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

PRODUCT = "jiugai"
ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
ASSETS = VAR / "assets"
FONTS = VAR / "fonts"
STAMPS = VAR / "stamps"
LOGS = VAR / "log"

_LONGEST_SOCKET = 100
"""A Unix socket's path has room for 107 bytes; `.s.PGSQL.5432` is part of them."""


def is_root() -> bool:
    """Whether this process may, and for PostgreSQL must, act as another user."""
    return os.geteuid() == 0


def state_root() -> Path:
    """Folder of this checkout's servers.

    PostgreSQL refuses to run as root, and the user it then runs as cannot reach into root's home.
    So root keeps the data under /var/lib, and no permission of an existing folder is touched.
    """
    override = os.environ.get("STATE_DIR")
    if override:
        return Path(override).resolve()
    if not is_root():
        return VAR / "postgres"
    digest = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path("/var/lib") / PRODUCT / digest


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one embedded server: `demo` for `make run`, `test` for pytest."""

    name: str

    @property
    def home(self) -> Path:
        """Root of everything below."""
        return state_root() / self.name

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """Folder of the Unix socket, short enough for the kernel."""
        near = self.home / "run"
        if len(str(near / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
            return near
        digest = hashlib.sha256(str(near).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"{PRODUCT}-{os.geteuid()}-{digest}"

    @property
    def lease(self) -> Path:
        """Every process that uses the server holds a shared lock on this file."""
        return self.home / "lease"

    @property
    def ready(self) -> Path:
        """Exists while the server takes connections."""
        return self.home / "ready"

    @property
    def keeper(self) -> Path:
        """Locked by the one process that keeps the server; holds its process id."""
        return self.home / "keeper"

    @property
    def trouble(self) -> Path:
        """Why the last start failed, if it did."""
        return self.home / "trouble"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return LOGS / f"postgres-{self.name}.log"
