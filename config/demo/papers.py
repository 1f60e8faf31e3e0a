"""Invented papers: small PDF files and photographs in place of what an office would upload."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

GREY = b"\xc8"


def pdf(name: str) -> SimpleUploadedFile:
    """An empty A4 page under this name."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": f"{name}（演示数据）"})
    out = BytesIO()
    writer.write(out)
    return SimpleUploadedFile(f"{name}（演示）.pdf", out.getvalue(), "application/pdf")


def photograph(name: str) -> SimpleUploadedFile:
    """A small grey picture under this name."""
    width, height = 32, 24
    rows = b"".join(b"\x00" + GREY * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head)
    body += _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return SimpleUploadedFile(f"{name}（演示）.png", body, "image/png")


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checked
