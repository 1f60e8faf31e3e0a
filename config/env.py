"""Typed readers of environment variables; every variable is described in docs/operations.md."""

from __future__ import annotations

import base64
import binascii
import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}

FieldKeys = list[tuple[str, bytes]]
_SM4_KEY_BYTES = 16


class BadEnvironment(Exception):
    """Everything that is missing or malformed, each with its variable's name."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("环境变量有误：\n" + "\n".join(f"  - {problem}" for problem in problems))


def text(name: str, default: str = "") -> str:
    """The variable without surrounding space; the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadEnvironment([f"{name} 应为 1 或 0，现为“{value}”"])


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise BadEnvironment([f"{name} 应为整数，现为“{value}”"]) from error


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def field_keys(value: str) -> FieldKeys:
    """`keyid:base64` items, comma-separated, 16 bytes each; the first one writes.

    Raises BadEnvironment naming every malformed item, never its content.
    """
    keys: FieldKeys = []
    problems = []
    for position, item in enumerate(filter(None, (part.strip() for part in value.split(","))), 1):
        key_id, colon, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not colon or not key_id or len(key) != _SM4_KEY_BYTES:
            problems.append(
                f"FIELD_KEYS 第 {position} 项应为 编号:base64，解码后 {_SM4_KEY_BYTES} 字节"
            )
        keys.append((key_id, key))
    if problems:
        raise BadEnvironment(problems)
    return keys


def database(url: str) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadEnvironment(["DATABASE_URL 应为 postgres://用户:口令@主机:端口/库名"])
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
