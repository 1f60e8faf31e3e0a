"""The running product: web server, job worker and database, ended together whatever ends them."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from config.launch import database
from config.launch.engine import end_with_parent
from config.launch.paths import ROOT
from config.launch.say import say, stop
from config.launch.venv import PYTHON

_PATIENCE_SECONDS = 20
_ASK_AGAIN_SECONDS = 4


class _Ended(Exception):
    """Somebody asked us to stop."""


def check_port(port: int) -> None:
    """End with advice when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(f"端口 {port} 已被占用。换一个端口：make run PORT={port + 1}")


class Service:
    """The children of `make run`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.children: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        """Where the product is found."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start both children and wait until a page can be asked for."""
        for wanted in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(wanted, _end)
        self._spawn(
            *("-m", "gunicorn", "config.wsgi:application"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "4"),
            *("--no-control-socket", "--log-level", "warning", "--graceful-timeout", "5"),
        )
        self._spawn("manage.py", "work")
        deadline = time.monotonic() + 60
        while not self._answers():
            if self._fallen() or time.monotonic() > deadline:
                raise RuntimeError("服务没有起来，请看上面的输出")
            time.sleep(0.1)

    def wait(self) -> None:
        """Until Ctrl-C, a signal, or the end of a child."""
        while not self._fallen():
            time.sleep(0.3)

    def end(self) -> None:
        """Ask, ask again (who is just starting may not hear the first time), then insist."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._living() and time.monotonic() < deadline:
            for child in self._living():
                with suppress(ProcessLookupError):
                    child.terminate()
            again = time.monotonic() + _ASK_AGAIN_SECONDS
            while self._living() and time.monotonic() < again:
                time.sleep(0.1)
        for child in self._living():
            child.kill()
        for child in self.children:
            child.wait()

    def _living(self) -> list[subprocess.Popen[bytes]]:
        return [child for child in self.children if child.poll() is None]

    def _spawn(self, *arguments: str) -> None:
        child = subprocess.Popen(
            [str(PYTHON), *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C comes to us; we end them in order
            preexec_fn=end_with_parent,
        )
        self.children.append(child)

    def _fallen(self) -> bool:
        return any(child.poll() is not None for child in self.children)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}readyz", timeout=5):
                return True
        except OSError:  # refused, or an answer of 503
            return False


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise _Ended


def serve(port: int, greet: Callable[[str], None], server: str | None) -> int:
    """Serve until told to stop; `server` names the embedded database to end as well."""
    service = Service(port)
    code = 0
    try:
        service.start()
        greet(service.address)
        service.wait()
        say("✗ 有一个进程意外退出，请看上面的输出")
        code = 1
    except _Ended:
        say("\n正在停止 …")
    except RuntimeError as error:
        say(f"✗ {error}")
        code = 1
    finally:
        for wanted in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(wanted, signal.SIG_IGN)
        service.end()
        if server and not database.stop_when_idle(server):
            say("数据库仍有其他程序在用，用完后自动停止。")
    return code
