"""The embedded server is there while somebody uses it, and gone afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from config.launch import database
from config.launch.paths import Place
from tests.architecture.house import ROOT

USE = """
import sys
from config.launch import database
database.ensure(sys.argv[1])
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place():
    """A server of this test's own."""
    trial = Place(f"test-trial-{os.getpid()}")
    yield trial
    with suppress(OSError, ValueError):
        os.kill(int(trial.keeper.read_text()), signal.SIGTERM)
    _until(lambda: not trial.ready.exists())
    shutil.rmtree(trial.home, ignore_errors=True)
    trial.log.unlink(missing_ok=True)


@pytest.fixture
def user(place):
    """`user()`: another process that uses the server until it is killed."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", USE, place.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline() == b"up\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _until(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def _hurry(place):
    os.kill(int(place.keeper.read_text()), signal.SIGTERM)


def test_the_server_outlives_one_user_and_ends_after_the_last_even_if_killed(place, user):
    first, second = user(), user()
    _hurry(place)

    first.kill()
    first.wait()
    time.sleep(1)
    still_up = database.answers(place)
    second.kill()
    second.wait()

    assert still_up
    assert _until(lambda: not place.ready.exists())


def test_two_who_come_at_once_share_one_server(place):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", USE, place.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]

    said = [process.stdout.readline() for process in both]
    for process in both:
        process.communicate()

    assert said == [b"up\n", b"up\n"]
    log = place.log.read_text(encoding="utf-8")
    assert log.count("database system is ready to accept connections") == 1


def test_a_newcomer_after_the_end_gets_a_server_again(place, user):
    user().kill()
    _hurry(place)
    assert _until(lambda: not place.ready.exists())

    user()

    assert database.answers(place)


def test_its_socket_admits_only_its_owner(place, user):
    user()

    assert place.socket.stat().st_mode & 0o077 == 0
