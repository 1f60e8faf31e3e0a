"""Which format a file is, by its content: its name is not believed."""

from __future__ import annotations

from common.errors import Refused
from intake.services.formats import delimited, xls, xlsx
from intake.services.formats.limits import MEGABYTE, MOST_BYTES, SAVE_AS, refused
from intake.services.formats.package import inspect
from intake.services.formats.result import WorkbookTables

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTES_PER_ROW = 60
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")


def read_workbook(content: bytes, name: str) -> WorkbookTables:
    """Read .xlsx, .xls (also WPS .et) or delimited text; Refused in plain words for all else."""
    if not content:
        raise refused("文件是空的（0 字节）", "请重新选择文件")
    if len(content) > MOST_BYTES:
        raise refused(
            f"文件有 {len(content) // MEGABYTE} MB，超过 {MOST_BYTES // MEGABYTE} MB 的上限",
            "请删去图片和无关的工作表后再上传",
        )
    if content.startswith(_OLD_OFFICE):
        return xls.read(content, name)
    if content.startswith(b"PK"):
        return xlsx.read(content)
    if content.startswith(b"%PDF"):
        raise refused(f"“{name}”是 PDF，不是工作簿", "请向来文单位要 Excel 表")
    if content.startswith(_PICTURES):
        raise refused(f"“{name}”是图片，不是工作簿", "请向来文单位要 Excel 表")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise refused(f"“{name}”是网页或 XML，不是 Excel 工作簿", SAVE_AS)
    return delimited.read(content, name)


def rows_in(content: bytes) -> int:
    """About how many rows a file holds, without reading it; 0 where it will be refused anyway."""
    if content.startswith(b"PK"):
        try:
            return inspect(content).rows
        except Refused:
            return 0
    if content.startswith(_OLD_OFFICE):
        return len(content) // _BYTES_PER_ROW
    return content.count(b"\n")
