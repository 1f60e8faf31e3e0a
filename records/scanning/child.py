"""The process that opens one strange file: `python -m records.scanning.child < file > pages`.

Libraries that decode pictures and PDF are large and their input is anybody's, so they run where a
crash or a bomb ends nothing but this process: address space and computing time are limited before
the file is looked at. Per page one line of JSON {"page", "total", "codes", "blank", "trouble",
"bytes"}, then as many bytes of JPEG. `trouble` is "", "encrypted", "damaged", "too_many" or
"too_large".
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from records.scanning.limits import (
    JPEG_QUALITY,
    LONG_SIDE,
    MEMORY,
    MOST_PAGES,
    MOST_PIXELS,
    READ_PIXELS,
    SECONDS,
)

if TYPE_CHECKING:
    from PIL.Image import Image

SMALLEST_SCALE = 0.2
BEST_SCALE = 200 / 72
"""Pixels per point: 200 dpi."""
BLANK_SIDE, LIGHT, INK, SPECKS = 900, 150, 40, 6
"""A page is looked at in 900 pixels; its paper is at least so light, ink so much darker, of 255."""
NOISE, EDGE = 1.5, 4
"""Pixels that are smoothed over, and from how far an edge is drawn after."""


class Trouble(Exception):
    """A page or file that cannot be opened, in one of the words above."""


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Read the whole file, write its pages one by one."""
    content = source.read()
    number, total = 0, 1
    try:
        for number, (total, image) in enumerate(pages(content), 1):
            if isinstance(image, str):
                _write(target, number, total, trouble=image)
            else:
                blank = is_blank(image)
                codes = [] if blank else codes_on(image)
                _write(target, number, total, codes=codes, blank=blank, picture=_jpeg(image))
    except Trouble as trouble:
        _write(target, number + 1, max(total, number + 1), trouble=str(trouble))


def pages(content: bytes) -> Iterator[tuple[int, Image | str]]:
    """How many there are in all, and each page as a picture or as the word for its trouble."""
    if content.startswith(b"%PDF-"):
        yield from _pdf(content)
    else:
        yield 1, _photograph(content)


def is_blank(image: Image) -> bool:
    """Whether a light page has nothing on it but its own grain and what shines through.

    The edges, where a scanner draws shadows, are left out; a stroke of a pen is something.
    """
    small = image.convert("L")
    small.thumbnail((BLANK_SIDE, BLANK_SIDE))
    wide, high = small.width // 25, small.height // 25
    counts = small.crop((wide, high, small.width - wide, small.height - high)).histogram()
    half, paper = sum(counts) / 2, 0
    while sum(counts[: paper + 1]) < half:
        paper += 1
    return paper >= LIGHT and sum(counts[: paper - INK]) <= SPECKS


def codes_on(image: Image) -> list[str]:
    """What the QR codes on a picture say, in any direction, each once.

    A picture on which none is found is looked at again without its noise, and then with its edges
    drawn after: so are dim and blurred photographs of a telephone.
    """
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for looked_at in _looks(image.convert("L")):
        if found := zxingcpp.read_barcodes(looked_at, formats=only):
            return list(dict.fromkeys(code.text for code in found))
    return []


def _looks(grey: Image) -> Iterator[Image]:
    from PIL import ImageFilter, ImageOps

    yield grey
    quiet = grey.filter(ImageFilter.GaussianBlur(NOISE))
    yield quiet
    yield ImageOps.autocontrast(
        quiet.filter(ImageFilter.UnsharpMask(EDGE, percent=300, threshold=0))
    )


def _pdf(content: bytes) -> Iterator[tuple[int, Image | str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        word = "encrypted" if "password" in str(error).lower() else "damaged"
        raise Trouble(word) from error
    total = len(document)
    if total > MOST_PAGES:
        raise Trouble("too_many")
    for number in range(total):
        try:
            page = document[number]
            width, height = page.get_size()
            scale = min(BEST_SCALE, math.sqrt(READ_PIXELS / max(width * height, 1)))
            if scale < SMALLEST_SCALE:
                yield total, "too_large"
                continue
            yield total, page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        except pypdfium2.PdfiumError:
            yield total, "damaged"


def _photograph(content: bytes) -> Image:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if image.width * image.height > MOST_PIXELS:
            raise Trouble("too_large")
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG far too large is decoded smaller
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise Trouble("damaged") from error
    except Image.DecompressionBombError as error:
        raise Trouble("too_large") from error
    shrink = math.sqrt(READ_PIXELS / (upright.width * upright.height))
    if shrink < 1:
        upright.thumbnail((int(upright.width * shrink), int(upright.height * shrink)))
    return upright


def _jpeg(image: Image) -> bytes:
    image.thumbnail((LONG_SIDE, LONG_SIDE))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _write(
    target: BinaryIO,
    page: int,
    total: int,
    *,
    codes: list[str] | None = None,
    blank: bool = False,
    trouble: str = "",
    picture: bytes = b"",
) -> None:
    found = {"codes": codes or [], "blank": blank, "trouble": trouble}
    head = {"page": page, "total": total, **found}
    target.write(json.dumps(head | {"bytes": len(picture)}).encode() + b"\n" + picture)
    target.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.stdin.buffer, sys.stdout.buffer)
