"""Keys of the demo, made once and kept under `var/secrets`, readable by their owner only."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from contextlib import suppress

from config.launch.paths import VAR

FOLDER = VAR / "secrets"

MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": lambda: "demo:" + base64.b64encode(secrets.token_bytes(16)).decode(),
    "DIGEST_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
}


def kept(name: str) -> str:
    """The variable from the environment, else the installation's own value, made when missing."""
    given = os.environ.get(name, "").strip()
    if given:
        return given
    file = FOLDER / name
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        FOLDER.chmod(0o700)
        draft = FOLDER / f"{name}.{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(MAKERS[name]())
        with suppress(FileExistsError):  # another process was faster: its value holds
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="utf-8").strip()
