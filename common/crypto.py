"""Personal data at rest: SM4-GCM ciphertext that carries its key id, and keyed look-up digests.

Keys come from settings: FIELD_KEYS is an ordered list of (key id, 16 bytes), the first one writes;
DIGEST_KEY is separate, so that losing one does not lose the other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings


class UnknownKey(Exception):
    """The ciphertext names a key that this installation does not hold."""


def encrypt(text: str) -> str:
    """`keyid:base64(nonce + tag + ciphertext)`; empty text stays empty."""
    if not text:
        return ""
    key_id, body = _seal(text.encode())
    return f"{key_id}:{base64.b64encode(body).decode()}"


def seal(content: bytes) -> bytes:
    """A file's bytes as `keyid:` and nonce, tag, ciphertext."""
    key_id, body = _seal(content)
    return key_id.encode() + b":" + body


def unseal(stored: bytes) -> bytes:
    """The file's bytes again; raises UnknownKey or ValueError when they cannot be read."""
    key_id, _, body = stored.partition(b":")
    return _unseal(key_id.decode(), body)


def decrypt(stored: str) -> str:
    """The clear text; raises UnknownKey or ValueError when it cannot be read or was altered."""
    if not stored:
        return ""
    key_id, _, body = stored.partition(":")
    return _unseal(key_id, base64.b64decode(body)).decode()


def digest(kind: str, text: str) -> str:
    """Keyed digest for exact look-up; `kind` (name, phone, id) keeps domains apart."""
    if not text:
        return ""
    message = f"{kind}\x00{text}".encode()
    return hmac.new(settings.DIGEST_KEY, message, hashlib.sha256).hexdigest()


def _seal(content: bytes) -> tuple[str, bytes]:
    """Under the first key: its id, and nonce, tag and ciphertext in one."""
    key_id, key = settings.FIELD_KEYS[0]
    nonce = os.urandom(12)
    sealer = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(key_id.encode())
    body = sealer.update(content) + sealer.finalize()
    return key_id, nonce + sealer.tag + body


def _unseal(key_id: str, raw: bytes) -> bytes:
    key = dict(settings.FIELD_KEYS).get(key_id)
    if key is None:
        raise UnknownKey(key_id)
    opener = Cipher(algorithms.SM4(key), modes.GCM(raw[:12], raw[12:28])).decryptor()
    opener.authenticate_additional_data(key_id.encode())
    try:
        return opener.update(raw[28:]) + opener.finalize()
    except InvalidTag as error:
        raise ValueError("密文已被改动") from error
