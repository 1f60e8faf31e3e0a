"""Is a file a workbook that can be opened without harm? Answered before anything is unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from common.errors import Problem, Refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200
MOST_MEMBERS = 500
MOST_TAGS = 8_000_000
MOST_ROWS = 250_000
MOST_MERGED = 1_000_000

_BLOCK_TAG = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s([^>]*)>")
_REF = re.compile(rb"\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?[\"']")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "请在 Excel 或 WPS 中另存为 .xlsx 后再上传"


def inspect(content: bytes, name: str) -> bool:
    """Refuse every file that is no .xlsx, or too large; returns whether it may hold formulas."""
    _check_kind(content, name)
    return _check_package(content)


def _check_kind(content: bytes, name: str) -> None:
    if not content:
        raise refused("文件是空的（0 字节）", "请重新选择文件")
    if len(content) > MOST_BYTES:
        raise refused(
            f"文件有 {len(content) // MEGABYTE} MB，超过 {MOST_BYTES // MEGABYTE} MB 的上限",
            "请删去图片和无关的工作表后再上传",
        )
    if content.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refused("文件加了打开密码，读不出", "请取消密码后另存，再上传")
        raise refused(f"“{name}”是旧格式的 Office 文件（.xls 或 .doc）", SAVE_AS)
    if content.startswith(b"%PDF"):
        raise refused(f"“{name}”是 PDF，不是工作簿", "请向来文单位要 Excel 表")
    if not content.startswith(b"PK"):
        raise refused(f"“{name}”不是 Excel 工作簿", SAVE_AS)


def _check_package(content: bytes) -> bool:
    """Sizes and members of the zip package; returns whether any sheet may hold formulas."""
    try:
        package = ZipFile(BytesIO(content))
    except BadZipFile as error:
        raise refused("文件已损坏，打不开", "请重新下载或向来文单位重要一份") from error
    with package:
        members = package.infolist()
        names = {member.filename for member in members}
        if len(members) > MOST_MEMBERS or len(names) != len(members):
            raise refused("文件的内部结构不正常", SAVE_AS)
        if any(member.flag_bits & 0x1 for member in members):
            raise refused("文件加了密码，读不出", "请取消密码后另存，再上传")
        if "[Content_Types].xml" not in names or not any(
            name.startswith("xl/workbook") for name in names
        ):
            raise refused("这是压缩包或其他文件，不是 Excel 工作簿", SAVE_AS)
        if any(name.endswith("vbaProject.bin") for name in names):
            raise refused("文件带有宏", "请另存为不带宏的 .xlsx 后再上传")
        if any(name.endswith(".bin") and "worksheets/" in name for name in names):
            raise refused("这是 .xlsb 二进制工作簿", SAVE_AS)
        _check_sizes(members)
        return _scan_members(package, members)


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


def _scan_members(package: ZipFile, members: list[ZipInfo]) -> bool:
    """Unpack every XML part in pieces, counting; the sizes stated in the zip are not believed."""
    formulas = False
    for member in members:
        if not member.filename.endswith((".xml", ".rels")):
            continue
        sheet = "worksheets/" in member.filename
        tags = rows = size = covered = 0
        rest = b""
        for piece in _pieces(package, member):
            size += len(piece)
            tags += piece.count(b"<")
            rows += piece.count(b"<row")
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise harmful()
            if sheet:
                whole = rest + piece
                formulas = formulas or b"<f" in whole
                end = whole.rfind(b">") + 1
                covered += _covered(whole[:end])
                rest = whole[end:][-10_000:]
            if tags > MOST_TAGS or rows > MOST_ROWS or size > MOST_UNPACKED:
                raise refused(
                    f"工作表太大（超过 {MOST_ROWS // 10_000} 万行）",
                    "请只把有内容的行复制到新工作簿后再上传",
                )
            if covered > MOST_MERGED:
                raise refused("合并单元格大得不正常", "请取消无关的合并单元格后再上传")
    return formulas


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
        raise refused("文件已损坏，打不开", "请重新下载或向来文单位重要一份") from error


def refused(message: str, remedy: str) -> Refused:
    return Refused(Problem(message, code="file", field="file", remedy=remedy))
