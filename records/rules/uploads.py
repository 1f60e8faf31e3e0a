"""Which files are taken in: pure checks over a name and the first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from common.errors import Problem
from records.rules.file_names import safe_name

MAX_BYTES = 30 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its media type and how its bytes begin."""

    media_type: str
    beginnings: tuple[bytes, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, FileType] = {
    ".pdf": FileType("application/pdf", (b"%PDF-",)),
    ".ofd": FileType("application/ofd", (_ZIP,)),
    ".jpg": FileType("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": FileType("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": FileType("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".doc": FileType("application/msword", (_OLE,)),
    ".docx": FileType(f"{_OFFICE}.wordprocessingml.document", (_ZIP,)),
    ".xls": FileType("application/vnd.ms-excel", (_OLE,)),
    ".xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", (_ZIP,)),
}


def problems_of(name: str, size: int, head: bytes, field: str = "upload") -> list[Problem]:
    """Everything wrong with a file of this name, size (bytes) and beginning; empty when fine."""
    suffix = PurePosixPath(safe_name(name)).suffix.lower()
    found = []
    if size == 0:
        found.append(Problem("文件是空的", "empty", field, name, remedy="请重新选择文件"))
    if size > MAX_BYTES:
        limit = f"不超过 {MAX_BYTES // 1024 // 1024} MB"
        found.append(Problem("文件太大", "too_large", field, f"{size:,} 字节", limit))
    if suffix not in TYPES:
        allowed = "、".join(kind.lstrip(".") for kind in TYPES)
        found.append(Problem("不收这种文件", "type", field, suffix or name, allowed))
    elif size and not head.startswith(TYPES[suffix].beginnings):
        words = f"文件内容与扩展名“{suffix}”不符"
        found.append(Problem(words, "content", field, remedy="请用原来的软件另存后再上传"))
    return found


def media_type(name: str) -> str:
    """The media type that goes with the extension; KeyError for one that is not taken in."""
    return TYPES[PurePosixPath(name).suffix.lower()].media_type
