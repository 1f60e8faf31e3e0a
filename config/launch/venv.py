"""The virtual environment with exactly the locked packages. Standard library only: runs first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config.launch import stamps
from config.launch.paths import ROOT, VENV
from config.launch.say import step, stop

PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def inside() -> bool:
    """Whether this process is the environment's own Python."""
    return sys.prefix == str(VENV)


def prepare(kind: str) -> None:
    """Environment for `base` (serve) or `dev` (serve and check); nothing to do on later starts."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        stop(f"需要 Python 3.11 或更高版本，现为 {found}。可指定解释器：make run PYTHON=python3.11")
    if not _works():
        _create()
    if kind != "base" or not _holds("dev"):  # dev contains base
        install(kind)


def install(kind: str) -> None:
    """Install `requirements/<kind>.txt`, every file checked against its hash."""
    if _holds(kind):
        return
    lock = _lock_file(kind)
    with step(f"安装锁定的依赖 requirements/{kind}.txt"):
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(
            [*command, "--require-hashes", "-r", str(lock)], cwd=ROOT, check=False
        )
    if done.returncode:
        stop("依赖没有装全。请检查到软件包源的网络；离线安装见 docs/operations.md。")
    stamps.put(VENV / f"stamp-{kind}", stamps.of_files([lock]))


def enter(arguments: list[str]) -> None:
    """Go on as the environment's Python, in the same process."""
    os.execv(PYTHON, [str(PYTHON), "-m", "config.launch", *arguments])


def _lock_file(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def _holds(kind: str) -> bool:
    """Whether exactly this lock file was installed last."""
    return stamps.holds(VENV / f"stamp-{kind}", stamps.of_files([_lock_file(kind)]))


def _works() -> bool:
    if not PYTHON.exists():
        return False
    probe = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    return probe.returncode == 0


def _create() -> None:
    with step("建立虚拟环境 .venv"):
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        stop(
            "建立虚拟环境失败。Debian/Ubuntu/UOS 请先安装 python3-venv，"
            f"RHEL/麒麟请安装 python3.11 与 python3.11-pip。\n{done.stdout}{done.stderr}"
        )
