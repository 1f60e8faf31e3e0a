"""What was done already: a step is repeated only when what it depends on has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from config.launch.paths import ROOT


def of_files(files: Iterable[Path], *extra: str) -> str:
    """Digest of the files' names and contents and of further words."""
    total = hashlib.sha256("\0".join(extra).encode())
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def holds(stamp: Path, value: str) -> bool:
    """Whether the step was last done for exactly this value."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == value


def put(stamp: Path, value: str) -> None:
    """Remember the step as done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="utf-8")
