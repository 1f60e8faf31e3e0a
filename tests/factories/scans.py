"""Scanned papers as an office has them: pages with a code, turned, grey, as PDF or JPEG."""

from io import BytesIO
from random import Random

import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops

A4_AT_100_DPI = (827, 1170)


def blank():
    """The empty back of a sheet: what stands on the front shines through."""
    sheet = Image.new("L", A4_AT_100_DPI, 250)
    sheet.paste(226, (90, 300, 740, 700))
    return sheet


def page(*codes, turned=0):
    """One sheet of paper with these codes at its foot, and a line for the signature."""
    sheet = blank()
    sheet.paste(30, (420, 900, 740, 902))
    for place, code in enumerate(codes):
        drawn = BytesIO()
        segno.make(code, error="m").save(drawn, kind="png", scale=4, border=2)
        with Image.open(drawn) as qr:
            sheet.paste(qr.convert("L"), (90 + place * 300, 990))
    return sheet.rotate(turned, expand=True, fillcolor=250)


def photographed(sheet):
    """The sheet askew on a desk, half of it in the shade, grainy: by telephone, in the evening."""
    wide, high = sheet.size
    corners = (-40, -30, 20, high + 60, wide + 50, high + 10, wide + 90, -70)
    finely, desk = Image.Resampling.BICUBIC, 80
    askew = sheet.transform(sheet.size, Image.Transform.QUAD, corners, finely, fillcolor=desk)
    turned = askew.rotate(7, finely, expand=True, fillcolor=desk)
    shade = Image.linear_gradient("L").rotate(90).resize(turned.size)
    dim = ImageChops.multiply(turned, shade.point(lambda light: 45 + light * 82 // 255))
    dots = Random(1).randbytes(dim.width * dim.height)  # noqa: S311  the same grain every time
    grain = Image.frombytes("L", dim.size, dots)
    return ImageChops.add(dim, grain.point(lambda dot: 128 + (dot - 128) // 5), 1, -128)


def of_units(*units):
    """The papers of these homes, scanned one after the other."""
    return [page(f"https://gov.example/v/{unit.token}/") for unit in units]


def pdf(pages, name="扫描.pdf"):
    """Several pages as one file."""
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def jpeg(sheet, name="扫描.jpg"):
    """One page as a photograph."""
    out = BytesIO()
    sheet.save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
