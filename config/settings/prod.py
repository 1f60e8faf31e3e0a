"""A bureau's server. Everything that is missing or too weak is refused at once, by name."""

from __future__ import annotations

import base64
import binascii

from config import env
from config.settings.base import *  # noqa: F403  settings modules extend one another
from config.settings.base import STORAGES, databases
from config.settings.logs import logging_config

_SECRET_CHARACTERS = 40
_DIGEST_BYTES = 32


def _required() -> tuple[str, env.FieldKeys, bytes]:
    problems = [
        f"{name} 未设置"
        for name in ("SECRET_KEY", "FIELD_KEYS", "DIGEST_KEY", "DATABASE_URL", "ALLOWED_HOSTS")
        if not env.text(name)
    ]
    secret = env.text("SECRET_KEY")
    if secret and len(secret) < _SECRET_CHARACTERS:
        problems.append(f"SECRET_KEY 至少 {_SECRET_CHARACTERS} 个字符")
    keys: env.FieldKeys = []
    try:
        keys = env.field_keys(env.text("FIELD_KEYS"))
    except env.BadEnvironment as error:
        problems += error.problems
    digest = b""
    try:
        digest = base64.b64decode(env.text("DIGEST_KEY"), validate=True)
    except binascii.Error:
        problems.append("DIGEST_KEY 应为 base64")
    else:
        if env.text("DIGEST_KEY") and len(digest) < _DIGEST_BYTES:
            problems.append(f"DIGEST_KEY 解码后至少 {_DIGEST_BYTES} 字节")
    if problems:
        raise env.BadEnvironment(problems)
    return secret, keys, digest


SECRET_KEY, FIELD_KEYS, DIGEST_KEY = _required()
DATABASES = databases("prod")
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
LOGGING = logging_config(as_json=True, level=env.text("LOG_LEVEL", "INFO"))
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
