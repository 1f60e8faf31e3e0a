"""What `make run` starts ends with it, however it ends."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest

from config.launch import database
from config.launch.paths import Place
from tests.architecture.house import ROOT

NAME = f"test-serving-{os.getpid()}"
SERVE = """
import sys
from config.launch import serve
sys.exit(serve.serve(int(sys.argv[1]), lambda address: print(address, flush=True), sys.argv[2]))
"""


@pytest.fixture(scope="module")
def surroundings():
    """A migrated server of this module's own."""
    place = Place(NAME)
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "EMBEDDED_NAME": NAME,
        "JOB_WORKERS": "1",
    }
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "migrate", "--no-input", "-v0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    yield env
    database.stop_when_idle(NAME)
    shutil.rmtree(place.home, ignore_errors=True)
    place.log.unlink(missing_ok=True)


@pytest.fixture
def running(surroundings):
    """The launcher's process and its port, serving."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port), NAME],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout.readline().decode().strip() == f"http://127.0.0.1:{port}/"
    yield process, port
    process.kill()
    process.stdout.close()
    process.wait(30)


def _until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def _alive(processes):
    return [p.cmdline() for p in processes if p.is_running() and p.status() != "zombie"]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_ends_server_worker_and_database(running, sent):
    process, port = running
    started = psutil.Process(process.pid).children(recursive=True)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as reply:
        ready = reply.status

    process.send_signal(sent)
    code = process.wait(60)

    assert ready == 200
    assert code == 0
    assert len(started) >= 4
    assert _alive(started) == []
    assert not Place(NAME).ready.exists()


def test_a_killed_launcher_takes_server_and_worker_along(running):
    process, _ = running
    started = psutil.Process(process.pid).children(recursive=True)

    process.kill()

    assert _until(lambda: _alive(started) == [])
