"""Bytes on disk by their hash, under MEDIA_ROOT; nothing here is ever served by path."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from django.conf import settings

from common.crypto import unseal


@dataclass(frozen=True, slots=True)
class Stored:
    """Where bytes lie (relative to MEDIA_ROOT), their SHA-256 in hex and their number."""

    path: str
    sha256: str
    size: int


def store(folder: str, chunks: Iterable[bytes]) -> Stored:
    """Write once under `folder/ab/<sha256>`; equal bytes are kept once."""
    root = Path(settings.MEDIA_ROOT) / folder
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, draft = tempfile.mkstemp(dir=root, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        name = digest.hexdigest()
        target = root / name[:2] / name
        target.parent.mkdir(exist_ok=True)
        Path(draft).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)
    return Stored(f"{folder}/{name[:2]}/{name}", name, size)


def opened(path: str) -> BufferedReader:
    """The stored bytes for reading; FileNotFoundError when they are gone."""
    return (Path(settings.MEDIA_ROOT) / path).open("rb")


def unsealed(path: str) -> bytes:
    """The content of a file that lies encrypted; FileNotFoundError, or ValueError when altered."""
    with opened(path) as file:
        return unseal(file.read())


def hash_of(path: str, *, sealed: bool = False) -> str:
    """SHA-256 of what lies there now, of its content when `sealed`; FileNotFoundError when gone."""
    if sealed:
        return hashlib.sha256(unsealed(path)).hexdigest()
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
