"""What a file is called here: safe to write down, and nobody's name where it lies encrypted."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from common.names import veil_numbers

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_RESERVED = re.compile(r'[\\/:*?"<>|]')
_FIGURES = re.compile(r"(?<![\d*])\d{1,14}(?![\d*])")


def safe_name(name: str) -> str:
    """The last part of the name without control and direction characters, at most 120 long."""
    folded = unicodedata.normalize("NFC", name)
    clean = "".join(char for char in folded if unicodedata.category(char) not in _HIDDEN)
    last = _RESERVED.sub("_", clean.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    suffix = PurePosixPath(last).suffix
    stem = last[: len(last) - len(suffix)] if suffix else last
    return f"{stem[: 120 - len(suffix)] or '附件'}{suffix}"


def veiled_name(name: str, label: str) -> str:
    """What a file that lies encrypted is called: it may have come under somebody's name.

    Its label, then the figures of the name (a scanner's count, a building), never a whole number
    of a phone or an ID.
    """
    path = PurePosixPath(safe_name(name))
    figures = _FIGURES.findall(veil_numbers(path.stem))
    return safe_name(f"{' '.join([label or '附件', '-'.join(figures)]).strip()}{path.suffix}")
