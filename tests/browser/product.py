"""The product as it runs in an office: gunicorn, job worker and a database of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zlib
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from config.launch.engine import end_with_parent
from config.launch.paths import ROOT, VAR
from tests import databases

MORNING = "2024-06-21 08:30"
PATIENCE = 60


class Product:
    """One installation; `serve(now)` starts it on that day of its business clock."""

    def __init__(self, name):
        self.name = f"test_{os.getpid()}_{name}"
        self.children = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = VAR / "test" / f"{name}.log"

    @property
    def files(self):
        """Where this installation keeps its files."""
        return VAR / "test" / self.name

    def create(self):
        """An empty, migrated database and the collected static files."""
        default = settings.DATABASES["default"]
        if "EMBEDDED" in default:
            self._database(databases.prepare_template())
        else:
            self._database()
            self.run("manage.py", "migrate", "--no-input", "--verbosity", "0")
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")

    def copy(self, other):
        """What the other, which nobody uses, has: rows and files."""
        self._database(other.name)
        shutil.copytree(other.files, self.files, dirs_exist_ok=True)

    def _database(self, template=""):
        like = f' TEMPLATE "{template}"' if template else ""
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}"{like}')

    def drop(self):
        """Nothing stays behind."""
        self.stop()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.files, ignore_errors=True)

    def fill(self, *words):
        """Load data, see `tests.browser.filling`."""
        self.run("-m", "tests.browser.filling", *words)

    def run(self, *arguments, now=MORNING):
        """One command on this installation's data."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment(now),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]

    def serve(self, now=MORNING):
        """Start, or start again on another day, and wait until it answers."""
        self.stop()
        self._spawn(
            now,
            *("-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "warning"),
        )
        self._spawn(now, "manage.py", "work")
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, f"服务没有起来，请看 {self.log}"
            assert all(child.poll() is None for child in self.children), f"退出了，请看 {self.log}"
            time.sleep(0.1)

    def stop(self):
        """End both processes."""
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children = []

    def _spawn(self, now, *arguments):
        log = self.log.open("a")
        self.children.append(
            subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment(now),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,  # noqa: PLW1509  as `make run` does: nothing stays behind
            )
        )
        log.close()

    def _environment(self, now):
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "PRODUCT_DATABASE": self.name,
            "DEMO_NOW": now,
        }
        server = settings.DATABASES["default"].get("EMBEDDED")
        return os.environ | own | ({"EMBEDDED_NAME": server} if server else {})

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):  # noqa: S310  our own
                return True
        except OSError:
            return False


@contextmanager
def installed(run, name, blocker, *filling):
    """An installation, filled and ready to be served; gone afterwards.

    `run` is the number of this test run: what one worker has filled, all of them copy.
    """
    (VAR / "test").mkdir(parents=True, exist_ok=True)
    product = Product(name)
    with blocker.unblock():
        product.copy(_filled(run, filling))
    try:
        yield product
    finally:
        with blocker.unblock():
            product.drop()


def _filled(run, filling):
    """The installation of this run that holds just this; filled by whoever comes first."""
    first = Product(filling[0])
    first.name = f"test_{run}_{filling[0]}_{zlib.crc32(' '.join(filling).encode()):08x}"
    with (VAR / "test" / f"{first.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = first.files / "filled"
        if not done.exists():
            first.create()
            first.fill(*filling)
            done.touch()
    return first
