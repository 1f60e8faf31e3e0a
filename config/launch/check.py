"""`make test`: every check, all of them even when an early one fails, and one clear verdict."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

from config.launch.paths import ROOT, VAR, VENV
from config.launch.say import say

BIN = VENV / "bin"
_OWN = [
    "manage.py",
    "config",
    "common",
    "accounts",
    "records",
    "districts",
    "policies",
    "renovation",
    "approvals",
    "funding",
    "intake",
    "reports",
]
_TEMPLATES = "templates"
# Three workers on two cores: each waits now and then, for the database, a server or a browser.
# What goes together, and its order: tests/conftest.py.
_WORKERS = ["-n", "3", "--dist", "loadscope", "--no-loadscope-reorder"]
_UNIT = ["pytest", "-q", *_WORKERS, "-m", "not browser"]
_BROWSER = ["pytest", "-q", *_WORKERS, "-m", "browser"]
# A browser on a busy machine may miss its time; failing twice is a defect. Both runs are printed.
_ONCE_MORE = ["--last-failed", "--last-failed-no-failures=none"]


def everything() -> int:
    """Lint, format, templates, types, contracts, tests; 0 only when all are content."""
    shutil.rmtree(VAR / "test", ignore_errors=True)
    os.environ["CI"] = "1"
    failed = [name for name, command in _checks() if not _run(name, command)]
    if "browser" in failed and _run("browser（未通过的再试一次）", [*_BROWSER, *_ONCE_MORE]):
        failed.remove("browser")
    if failed:
        say(f"✗ 未通过：{'、'.join(failed)}")
        return 1
    return 0


def bench(part: str = "") -> int:
    """Every benchmark, or those of one module; prints the lines, writes docs/benchmarks.md."""
    os.environ["BENCH_WRITE"] = "1"
    found = ["-o", "python_files=bench_*.py", "-o", "python_functions=bench_*"]
    where = f"tests/benchmarks/bench_{part}.py" if part else "tests/benchmarks"
    return 0 if _run("bench", ["pytest", "-q", "-s", where, *found]) else 1


def fix() -> int:
    """What can be mended by machine: imports, format of Python and of templates."""
    done = [
        _run("ruff", ["ruff", "check", "--fix", "--quiet", "."]),
        _run("format", ["ruff", "format", "--quiet", "."]),
        _run("djade", ["djade", "--target-version", "5.2", *_templates()]),
    ]
    return 0 if all(done) else 1


def lock() -> int:
    """Renew requirements/*.txt and package-lock.json with the newest allowed versions."""
    if shutil.which("uv") is None:
        say("✗ 需要 uv：pip install uv")
        return 1
    compile_ = ["uv", "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--universal"]
    compile_ += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    compile_ += ["--no-annotate", "--no-header"]
    done = [
        _run(kind, [*compile_, f"requirements/{kind}.in", "-o", f"requirements/{kind}.txt"])
        for kind in ("base", "dev", "node")
    ]
    done.append(_run("npm", ["npm", "update", "--package-lock-only", "--no-audit", "--no-fund"]))
    return 0 if all(done) else 1


def _checks() -> list[tuple[str, list[str]]]:
    report = f"--junitxml={VAR / 'test'}"
    return [
        ("ruff", ["ruff", "check", "."]),
        ("ruff-format", ["ruff", "format", "--check", "--quiet", "."]),
        ("djade", ["djade", "--check", "--target-version", "5.2", *_templates()]),
        ("mypy", ["mypy", *_OWN]),
        ("lint-imports", ["lint-imports"]),
        ("pytest", [*_UNIT, f"{report}/unit.xml"]),
        ("browser", [*_BROWSER, f"{report}/browser.xml"]),
    ]


def _templates() -> list[str]:
    return [str(file.relative_to(ROOT)) for file in sorted((ROOT / _TEMPLATES).rglob("*.html"))]


def _run(name: str, command: list[str]) -> bool:
    begun = time.monotonic()
    say(f"— {name}")
    tool = BIN / command[0]
    program = str(tool) if tool.exists() else command[0]
    done = subprocess.run([program, *command[1:]], cwd=ROOT, check=False)
    verdict = "未通过" if done.returncode else "通过"
    say(f"  {name}：{verdict}（{time.monotonic() - begun:.0f} 秒）")
    return done.returncode == 0
