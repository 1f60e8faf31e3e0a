"""When a photograph was taken, as the camera wrote it into the file (Exif, JPEG); pure bytes.

A camera writes civil time without a zone. Whatever cannot be read is None, never a guess.
"""

from __future__ import annotations

import struct
from datetime import datetime

HEAD = 256 * 1024
"""So much of the beginning of a file is enough: Exif stands before the picture."""
_SEGMENT, _EXIF, _START, _SCAN = 0xFF, 0xE1, b"\xff\xd8", 0xDA
_SIGN = b"Exif\x00\x00"
_SUB_IFD, _ORIGINAL, _DIGITIZED, _CHANGED = 0x8769, 0x9003, 0x9004, 0x0132
_ASCII, _ENTRY, _MOST_ENTRIES = 2, 12, 200


def taken_at(content: bytes) -> datetime | None:
    """The civil time at which the camera says that it was taken, without a zone."""
    try:
        block = _exif(content)
        return _time(block) if block else None
    except (struct.error, ValueError, IndexError):
        return None


def _exif(content: bytes) -> bytes:
    """The TIFF block of the first Exif segment of a JPEG, empty when there is none."""
    if content[:2] != _START:
        return b""
    at = 2
    while at + 4 <= len(content) and content[at] == _SEGMENT and content[at + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", content, at + 2)
        body = content[at + 4 : at + 2 + length]
        if content[at + 1] == _EXIF and body.startswith(_SIGN):
            return body[len(_SIGN) :]
        at += 2 + max(length, 2)
    return b""


def _time(block: bytes) -> datetime | None:
    order = {b"II": "<", b"MM": ">"}[block[:2]] if block[:2] in {b"II", b"MM"} else ""
    if not order:
        return None
    (first,) = struct.unpack_from(f"{order}I", block, 4)
    main = _entries(block, order, first)
    inner = _entries(block, order, main[_SUB_IFD][1]) if _SUB_IFD in main else {}
    for tag, found in ((_ORIGINAL, inner), (_DIGITIZED, inner), (_CHANGED, main)):
        if tag in found:
            return _read(block, *found[tag])
    return None


def _entries(block: bytes, order: str, at: int) -> dict[int, tuple[int, int]]:
    """Tag → (type, value or offset) of one directory."""
    (number,) = struct.unpack_from(f"{order}H", block, at)
    found = {}
    for index in range(min(number, _MOST_ENTRIES)):
        tag, kind, _, value = struct.unpack_from(f"{order}HHII", block, at + 2 + index * _ENTRY)
        found[tag] = (kind, value)
    return found


def _read(block: bytes, kind: int, offset: int) -> datetime | None:
    if kind != _ASCII:
        return None
    text = block[offset : offset + 19].decode("ascii", "strict")
    return datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 -- no zone in Exif
