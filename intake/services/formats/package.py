"""Is an .xlsx package harmless, and what is in it? Answered before anything is unpacked whole."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from common.errors import Refused
from intake.services.formats.limits import (
    MEGABYTE,
    MOST_ROWS,
    MOST_UNPACKED,
    SAVE_AS,
    locked,
    refused,
    too_long,
    torn,
    with_macros,
)

MOST_RATIO = 200
MOST_MEMBERS = 500
MOST_TAGS = 8_000_000
MOST_PLAIN_TAGS = 2 * MOST_TAGS
"""Ten columns of words in 200,000 rows are 12 million; the fast reader makes no object of each."""
MOST_MERGED = 1_000_000

_BLOCK_TAG = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s([^>]*)>")
_REF = re.compile(rb"\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?[\"']")
_CELL = re.compile(rb"<c\s[^>]*?\br=[\"']([A-Z]{1,3})\d")
_ROW = re.compile(rb"<row\s[^>]*?\br=[\"'](\d{1,7})")
# What only the slow reader tells: formulas, anything hidden, errors, prefixed element names.
_SPECIAL = re.compile(rb"<f[\s>/]|\bhidden=|\bt=[\"']e[\"']|<\w+:(?:row|c)[\s>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


@dataclass(frozen=True, slots=True)
class Package:
    """What a scan of all sheets saw: whether there are formulas, and whether all is plain.

    `rows` and `columns` are the furthest that any cell lies, over all sheets; `tags` the most that
    one part has.
    """

    formulas: bool
    plain: bool
    rows: int
    columns: int
    tags: int = 0


def inspect(content: bytes) -> Package:
    """Refuse every package that is no plain .xlsx, or too large once unpacked."""
    try:
        package = ZipFile(BytesIO(content))
    except BadZipFile as error:
        raise torn() from error
    with package:
        members = package.infolist()
        names = {member.filename for member in members}
        if len(members) > MOST_MEMBERS or len(names) != len(members):
            raise refused("文件的内部结构不正常", SAVE_AS)
        if any(member.flag_bits & 0x1 for member in members):
            raise locked()
        if "[Content_Types].xml" not in names or not any(
            name.startswith("xl/workbook") for name in names
        ):
            raise refused("这是压缩包或其他文件，不是 Excel 工作簿", SAVE_AS)
        if any(name.endswith("vbaProject.bin") for name in names):
            raise with_macros()
        if any(name.endswith(".bin") and "worksheets/" in name for name in names):
            raise refused("这是 .xlsb 二进制工作簿", SAVE_AS)
        _check_sizes(members)
        return _scan(package, members)


def _check_sizes(members: list[ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > MEGABYTE and member.file_size > MOST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if total > MOST_UNPACKED or swollen:
        raise refused(
            "文件解开后大得不正常（可能是压缩炸弹，或有上百万个空行）",
            "请只把有内容的行复制到新工作簿后再上传",
        )


def _scan(package: ZipFile, members: list[ZipInfo]) -> Package:
    """Unpack every XML part in pieces, counting; the sizes stated in the zip are not believed."""
    seen = [
        _scan_member(package, member)
        for member in members
        if member.filename.endswith((".xml", ".rels"))
    ]
    return Package(
        any(part.formulas for part in seen),
        all(part.plain for part in seen),
        max((part.rows for part in seen), default=0),
        max((part.columns for part in seen), default=0),
        max((part.tags for part in seen), default=0),
    )


def _scan_member(package: ZipFile, member: ZipInfo) -> Package:
    sheet = "worksheets/" in member.filename
    tags = rows = size = covered = furthest = 0
    columns: set[bytes] = set()
    formulas, plain = False, True
    rest = b""
    for piece in _pieces(package, member):
        size += len(piece)
        tags += piece.count(b"<")
        rows += piece.count(b"<row")
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise harmful()
        if sheet:
            whole = rest + piece
            end = whole.rfind(b">") + 1
            read, rest = whole[:end], whole[end:][-10_000:]
            covered += _covered(read)
            columns.update(_CELL.findall(read))
            furthest = max([furthest, *map(int, _ROW.findall(read))])
            formulas = formulas or bool(_FORMULA.search(read))
            plain = plain and not _SPECIAL.search(read)
        most = MOST_PLAIN_TAGS if sheet and plain else MOST_TAGS
        if tags > most or rows > MOST_ROWS or size > MOST_UNPACKED:
            raise too_long()
        if covered > MOST_MERGED:
            raise refused("合并单元格大得不正常", "请取消无关的合并单元格后再上传")
    return Package(formulas, plain, furthest, max(map(_column, columns), default=0), tags)


def _covered(xml: bytes) -> int:
    """How many cells merged blocks and ranged links cover; openpyxl would create each of them."""
    covered = 0
    for tag in _BLOCK_TAG.finditer(xml):
        ref = _REF.search(tag[1])
        if ref is None:
            raise refused("文件的内部结构不正常", SAVE_AS)
        left, top, right, bottom = ref.groups()
        if right is not None:
            width = _column(right) - _column(left) + 1
            covered += width * (int(bottom) - int(top) + 1)
    return covered


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def harmful() -> Refused:
    return refused("文件里有不允许的 XML 定义，可能是有害文件", "请向来文单位要原始文件")


def _pieces(package: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    try:
        with package.open(member) as stream:
            while piece := stream.read(MEGABYTE):
                yield piece
    except (BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise torn() from error
